"""Tests through a real browser: Chromium on the whole site, and what it complains of fails the test.

`site` is the address of the running site, `page` a page of Chromium in French. A console error, an error of a
script, a violation of the content policy or a part that cannot be loaded fails the test that caused it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, WebError

#: Where pictures of pages are kept when ACQUIS_PICTURES is set: they take a quarter of the time.
PICTURES = Path(__file__).resolve().parents[1] / "test-results"
#: What axe is asked: WCAG 2.2 A and AA, France's own reference, and good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
#: Chromium writes an error for each answer of this kind, which may be what the test is about.
_ANSWERED = "Failed to load resource: the server responded with a status of 4"


def chromium() -> str:
    """The browser that `run.py test` found or installed, else the machine's."""
    names = (os.environ.get("ACQUIS_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("No Chromium: `python3 run.py test` installs one, or give its path in ACQUIS_CHROMIUM.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "fr-FR", "timezone_id": "Europe/Paris", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def static_parts() -> None:
    """The style sheets and scripts from npm, made unless they are there."""
    from acquis.site import frontend

    frontend.build(say=lambda _: None)


@pytest.fixture
def site(live_server: Any, static_parts: None) -> Iterator[str]:
    """The address of the running site; redirects and the stand-ins of foreign systems are built on it."""
    from django.conf import settings
    from django.test import Client

    config = settings.ACQUIS
    before = config.site_url, config.identity_timeout
    # The machine may be busy, and our keys are made when first asked for: longer than a provider waits.
    config.site_url, config.identity_timeout = live_server.url, 60.0
    Client().get("/.well-known/jwks.json")
    yield live_server.url
    config.site_url, config.identity_timeout = before


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of so far; a test that provokes complaints reads and clears it."""
    return []


@pytest.fixture
def context(context: BrowserContext, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser session whose every complaint is collected, and fails the test."""
    listen(context, complaints)
    yield context
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def listen(context: BrowserContext, complaints: list[str]) -> None:
    """Write every complaint of this browser session into `complaints`."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_ANSWERED):
            complaints.append(f"console: {message.text}")

    def failed(error: WebError) -> None:
        complaints.append(f"script: {error.error}")

    def answered(response: Response) -> None:
        part = response.request.resource_type in ("stylesheet", "script", "font", "image")
        if response.status >= 500 or (part and response.status >= 400):
            complaints.append(f"{response.status}: {response.url}")

    context.on("console", console)
    context.on("weberror", failed)
    context.on("response", answered)


def keep(page: Page, name: str) -> None:
    """Keep a picture of the whole page for whoever wants to look."""
    if os.environ.get("ACQUIS_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def assert_accessible(page: Page) -> None:
    """No violation of axe on the page as it stands."""
    _assert_axe(page, {"type": "tag", "values": RULES})


def assert_accessible_but_for_colours(page: Page) -> None:
    """The same without the rule that takes most of the time: for a page whose colours were looked at already."""
    _assert_axe(page, {"type": "tag", "values": RULES}, {COLOURS[0]: {"enabled": False}})


def assert_colours(page: Page) -> None:
    """No violation of axe in what colours may change: for the same page by night."""
    _assert_axe(page, {"type": "rule", "values": COLOURS})


def _assert_axe(page: Page, only: dict[str, Any], rules: dict[str, Any] | None = None) -> None:
    from acquis.site import frontend

    if page.evaluate("window.axe === undefined"):
        page.evaluate(frontend.axe().read_text())
    found = page.evaluate(
        "([only, rules]) => axe.run(document, {runOnly: only, rules: rules, resultTypes: ['violations']})",
        [only, rules or {}],
    )
    told = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in violation["nodes"][:5])
        for violation in found["violations"]
    ]
    assert not told, f"{page.url} is not accessible:\n" + "\n".join(told)
    assert found["testEngine"]["name"] == "axe-core"


#: The parts that stand out on the right, the innermost ones.
_WIDE = """[...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
    .slice(-3).map(each => each.outerHTML.slice(0, 120)).join(' | ')"""


def assert_reflows(page: Page) -> None:
    """Nothing is wider than the window: no scrolling sideways."""
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    wide = "" if width <= 0 else page.evaluate(_WIDE)
    assert width <= 0, f"{page.url} is {width} px too wide at {page.viewport_size}: {wide}"


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """A function `(name)` that checks the page for accessibility and takes it wide and at 320 px."""

    def take(name: str) -> None:
        before = page.viewport_size
        for width, accessible in ((1280, assert_accessible), (320, assert_accessible_but_for_colours)):
            page.set_viewport_size({"width": width, "height": 900})
            keep(page, f"{name}-{width}")
            assert_reflows(page)
            accessible(page)
        if before:
            page.set_viewport_size(before)

    return take
