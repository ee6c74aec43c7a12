"""The pages work with the keyboard alone, and without any script."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from tests import browser, scenes
from tests.attendance import scenes as attending
from tests.web import visiting

from acquis.attendance.types import Means
from acquis.enrolments.types import State
from acquis.kit.actor import Actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    """A page of a browser in which no script runs."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    yield context.new_page()
    context.close()


def enter(page: Page, site: str, actor: Actor, path: str) -> None:
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": visiting.session_key(actor), "url": site}]
    )
    page.goto(site + path)


def test_asking_proposing_and_giving_up_need_no_script(site: str, bare: Page) -> None:
    holder, body = scenes.a_holder(), scenes.a_body()
    session = scenes.a_session(body)
    enter(bare, site, holder.actor, f"/acheter/{session}")
    bare.get_by_role("button", name="Envoyer ma demande").click()
    enrolment_id = scenes.UUID(bare.url.rpartition("/")[2])
    scene = scenes.Scene(enrolment_id, holder, body)
    enter(bare, site, body.agent, f"/organisme/inscriptions/{enrolment_id}")
    bare.get_by_label("Message pour la personne").fill("Bienvenue.")
    bare.get_by_role("button", name="Proposer une place").click()
    assert scene.now.state is State.PROPOSED
    enter(bare, site, holder.actor, f"/mes-inscriptions/{enrolment_id}")
    assert bare.get_by_text("Bienvenue.").is_visible()
    bare.get_by_text("Refuser cette proposition", exact=True).click()
    bare.get_by_role("button", name="Oui, refuser et clore ma demande").click()
    assert scene.now.state is State.ABANDONED
    assert bare.get_by_text("Votre demande est abandonnée.").is_visible()


def test_the_training_body_declares_with_the_keyboard(site: str, page: Page) -> None:
    scene = scenes.confirmed()
    with visiting.at(scenes.moment(scenes.STARTS, 18)):
        enter(page, site, scene.body.agent, f"/organisme/inscriptions/{scene.id}")
        # From the top of the page, only Tab and Enter.
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.innerText") == "Déclarer l’entrée":
                break
        page.keyboard.press("Enter")
        page.get_by_text("C’est enregistré.").wait_for()
    assert scene.now.state is State.IN_TRAINING


def test_an_error_takes_the_focus_and_leads_to_its_field(site: str, page: Page) -> None:
    scene = scenes.exited()
    with visiting.at(scenes.moment(scenes.ENDS, 19)):
        enter(page, site, scene.body.agent, f"/organisme/inscriptions/{scene.id}")
        page.fill("#f-done", "beaucoup")
        page.keyboard.press("Enter")
        page.wait_for_selector("#errors")
        assert page.evaluate("document.activeElement.id") == "errors"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "f-done"


def test_a_presence_is_signed_by_the_code_on_another_screen_without_script(site: str, page: Page, bare: Page) -> None:
    group = attending.a_class()
    half_day_id = attending.opened(group)
    first, later = attending.DURING, attending.DURING + timedelta(seconds=60)
    screen = page.locator(".code-digits strong")
    with visiting.at(first):
        enter(page, site, group.body.agent, f"/organisme/emargement/{half_day_id}/code")
        old = screen.inner_text()
        assert page.locator(".code-square svg").is_visible()
        browser.assert_accessible(page)
    with visiting.at(later):
        # The screen asks for the next code by itself; the old one is good no more.
        expect(screen).not_to_have_text(old, timeout=15_000)
        shown = screen.inner_text()
        enter(bare, site, group.first.holder.actor, f"/emarger/{half_day_id}")
        for typed, told in ((old, "Ce n’est pas le code affiché maintenant."), (shown, "Votre présence est signée.")):
            bare.get_by_label("Code affiché par le formateur").fill(typed)
            bare.keyboard.press("Enter")
            expect(bare.get_by_text(told).first).to_be_visible()
        expect(page.locator(".code-count strong")).to_have_text("1 sur 2", timeout=15_000)
    assert attending.record(group.first).entries[0].means is Means.CODE
