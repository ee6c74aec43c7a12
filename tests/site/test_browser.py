"""The tools of the browser tests can see what is wrong; the home page shows that they also see what is right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests import browser


def test_the_home_page_pleases_the_browser_and_axe(site: str, page: Page, picture: Callable[[str], None]) -> None:
    answer = page.goto(site)
    assert answer is not None
    assert answer.status == 200
    picture("home")


def test_a_page_that_cannot_be_read_aloud_is_seen(site: str, page: Page) -> None:
    page.goto(site)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\"><button></button>')")
    with pytest.raises(AssertionError, match="button-name"):
        browser.assert_accessible(page)


def test_a_page_too_wide_is_seen(site: str, page: Page) -> None:
    page.goto(site)
    page.evaluate("document.body.style.width = '3000px'")
    with pytest.raises(AssertionError, match="too wide"):
        browser.assert_reflows(page)


def test_the_policy_forbids_what_is_inline_and_what_is_elsewhere(site: str, page: Page, complaints: list[str]) -> None:
    """Asked of the browser itself, which reports each violation as an event."""
    page.goto(site)
    violated = page.evaluate(
        """() => new Promise(resolve => {
            const seen = []
            document.addEventListener('securitypolicyviolation', event => {
                seen.push(event.effectiveDirective)
                if (seen.length === 2) resolve(seen.sort())
            })
            const inline = document.createElement('script')
            inline.textContent = 'window.ran = true'
            document.head.append(inline)
            const image = document.createElement('img')
            image.src = 'https://elsewhere.example/i.png'
            document.body.append(image)
        })"""
    )
    assert violated == ["img-src", "script-src-elem"]
    assert page.evaluate("window.ran") is None
    assert len(complaints) == 2
    assert all("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()
