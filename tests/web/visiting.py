"""Visit the pages as somebody: a client of Django signed in as an actor of the scenes, at a chosen moment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client, RequestFactory
from tests import scenes

from acquis.kit import clock
from acquis.kit.actor import Actor, Role
from acquis.people.actions import enrol_agent
from acquis.people.queries import agent_facts
from acquis.people.types import AgentKind
from acquis.web import session
from acquis.web.session_store import SessionStore


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The site's clock shows `moment`."""
    clock.shift_by(lambda: moment - clock.machine_now())
    try:
        yield
    finally:
        clock.shift_by(None)


def signed_in(actor: Actor) -> Client:
    """A browser in which `actor` has signed in; a professional is enrolled first."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_key(actor)
    return client


def session_key(actor: Actor) -> str:
    """The key of a new session of `actor`."""
    request: Any = RequestFactory().get("/")
    request.session = SessionStore()
    request.META["CSRF_COOKIE"] = "x" * 32
    if actor.has(Role.HOLDER):
        session.open_for_holder(request, person_id=actor.id, account_id=actor.account_id, acr="eidas2", logout="")
    else:
        session.open_for_agent(request, agent=_enrolled(actor), acr="eidas1", logout="")
    kept: SessionBase = request.session
    kept.save()
    assert kept.session_key is not None
    return kept.session_key


def _enrolled(actor: Actor) -> Any:
    assert actor.id is not None
    if agent_facts(actor.id) is None:
        kind = AgentKind.STATE if actor.has(Role.STATE_OFFICER) else AgentKind.PROVIDER
        kind = AgentKind.FUNDER if actor.funder_id else kind
        kind = AgentKind.EMPLOYER if actor.employer_id else kind
        enrol_agent(
            kind=AgentKind.STAFF if actor.is_staff else kind,
            first_name="Dominique",
            last_name=f"Agent{str(actor.id)[-4:]}",
            email=f"{actor.id}@example.org",
            siret=scenes.a_siret(),
            organisation_id=actor.provider_id or actor.funder_id or actor.employer_id,
            roles=actor.roles,
            agent_id=actor.id,
            by=scenes.SYSTEM,
            at=scenes.AT,
        )
    return agent_facts(actor.id)


class Words(str):
    """Words with plain spaces, in which words are found whatever spaces they are written with."""

    def __contains__(self, sought: object) -> bool:
        return super().__contains__(plain(str(sought)))

    def count(self, sought: str, *where: Any) -> int:
        return super().count(plain(sought), *where)


def plain(text: str) -> str:
    """No-break spaces as plain ones."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


def words(response: Any) -> Words:
    """What a reader of the page's main part reads, on one line; no-break spaces as plain ones."""
    text = response.content.decode()
    return _plain(text[text.index('<main id="main"') : text.index("</main>")])


def title(response: Any) -> str:
    """The page's one `h1`."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    assert len(found) == 1, f"{len(found)} h1"
    return _plain(found[0])


def _plain(markup: str) -> Words:
    """Text without tags, every run of white space, no-break or not, as one plain space."""
    return Words(re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip())
