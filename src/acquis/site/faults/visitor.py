"""Somebody with a browser that knows pages, links and forms, and no script: they sign in and fill forms as shown."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from lxml import html

from acquis.outside.identity_standin import personas

_HOLDERS = frozenset(each.key for each in personas.HOLDERS)


class Unanswered(Exception):
    """No answer, or one that says that something broke: nothing is known of what was done."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and where the form that led to it was answered to go."""

    path: str
    status: int
    tree: Any
    sent_to: str = ""
    query: str = ""
    content: bytes = b""

    def form(self, ending: str) -> Any | None:
        """The form whose address ends so."""
        return next((each for each in self.forms() if (each.get("action") or self.path).endswith(ending)), None)

    def forms(self) -> list[Any]:
        """The forms of the page's main part, in order."""
        return [] if self.tree is None else list(self.tree.xpath("//main//form[@method='post'] | //main//form"))

    def link(self, beginning: str, ending: str = "") -> str:
        """The first link whose address begins and ends so; empty when there is none."""
        found = self.links(beginning)
        return next((each for each in found if each.endswith(ending)), "")

    def links(self, beginning: str) -> list[str]:
        if self.tree is None:
            return []
        return [each for each in self.tree.xpath("//main//a/@href") if each.startswith(beginning)]


class Visitor:
    """A persona with their browser, which may have several tabs."""

    def __init__(self, site: str, persona: str) -> None:
        self.persona = persona
        self._kind = "franceconnect" if persona in _HOLDERS else "proconnect"
        self._signing_in = threading.Lock()
        self._client = httpx.Client(base_url=site, follow_redirects=True, timeout=20.0, trust_env=False)

    def close(self) -> None:
        self._client.close()

    def page(self, path: str) -> Page:
        """Read a page, signing in when it asks for it."""
        found = self._asked("GET", path)
        if found.path.startswith("/connexion"):
            with self._signing_in:
                self._sign_in()
            found = self._asked("GET", path)
        return found

    def submit(self, page: Page, form: Any, values: Mapping[str, str] | None = None) -> Page:
        """Send a form as it stands, with these values typed over it."""
        fields = dict(form.form_values()) | dict(values or {})
        return self._asked("POST", form.get("action") or page.path, fields)

    def identify(self, page: Page) -> Page:
        """On the identity provider's page: be this persona."""
        return self.submit(page, page.forms()[0], {"persona": self.persona})

    def _sign_in(self) -> None:
        choice = self._asked("GET", "/connexion")
        form = choice.form(f"/connexion/{self._kind}")
        if form is None:
            # Another tab has just signed this browser in.
            return
        self.identify(self.submit(choice, form))

    def _asked(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> Page:
        try:
            answer = self._client.request(method, path, data=fields)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unanswered(f"{method} {path}: {type(error).__name__}") from error
        if answer.status_code >= 500:
            raise Unanswered(f"{method} {path}: {answer.status_code}")
        is_page = "html" in answer.headers.get("content-type", "")
        first = urlsplit(answer.history[0].headers.get("location", "")) if answer.history else None
        return Page(
            path=answer.url.path,
            status=answer.status_code,
            tree=html.fromstring(answer.content) if is_page and answer.content else None,
            sent_to=first.path if first else "",
            query=answer.url.query.decode(),
            content=answer.content,
        )
