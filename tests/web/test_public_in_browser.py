"""The public pages in a real browser: accessible and reflowing in every state, light and dark; the search by script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect
from tests.browser import assert_accessible, assert_reflows
from tests.catalogue.search.scenes import a_catalogue
from tests.moments import AT
from tests.scenes import a_holder
from tests.web import visiting

from acquis.catalogue.search.index import rebuild_index

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["/", "/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan-du-site", "/rien-ici"]
SEARCHES = [
    "/formations",
    "/formations?q=boulanger&lieu=Lyon",
    "/formations?q=boulenger&niveau=3&modalite=presence&tri=prix",
    "/formations?q=xylophoniste&lieu=Nulle-Part&prix=cher",
]


@pytest.fixture
def trainings(tmp_path: Any, settings: Any) -> Any:
    settings.SEARCH_PATH = tmp_path
    with visiting.at(AT):
        made = a_catalogue()
        rebuild_index()
        yield made


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_and_state_is_accessible(site: str, trainings: Any, page: Any, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    shown = ("CAP Boulanger, parcours adulte", "Anglais professionnel", "CAP Boulanger de l’an passé")
    offers = [f"/formations/{trainings[title]}" for title in shown]
    for address in [*PAGES, *SEARCHES, *offers]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(site + address)
        assert_accessible(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert_reflows(page)
        assert_accessible(page)


def test_what_a_holder_would_pay_is_accessible(site: str, trainings: Any, page: Any) -> None:
    holder = a_holder(rights_cents=300_000)
    page.context.add_cookies([{"name": "acquis", "value": visiting.session_key(holder.actor), "url": site}])
    for address in ("/formations?q=boulanger", f"/formations/{trainings['CAP Boulanger, parcours adulte']}"):
        page.goto(site + address)
        assert "950,00" in page.inner_text("main")
        assert_accessible(page)
        assert_reflows(page)


def test_a_criterion_changes_the_results_without_a_new_page(site: str, trainings: Any, page: Any) -> None:
    page.goto(f"{site}/formations?q=anglais")
    page.evaluate("window.sameDocument = true")
    page.get_by_label("À distance").last.check()
    page.wait_for_url("**modalite=distance**")
    expect(page.locator("h1")).to_have_text(re.compile("^1"))
    assert page.evaluate("window.sameDocument")
    assert page.evaluate("document.activeElement.id") == "f-modalite-distance"
    expect(page).to_have_title(re.compile("^1"))
    assert_accessible(page)


def test_towns_are_suggested_as_one_types(site: str, trainings: Any, page: Any) -> None:
    page.goto(site)
    page.get_by_label("Où ?").press_sequentially("lyo", delay=20)
    page.wait_for_selector('#towns option[value="Lyon (69001)"]', state="attached")


def test_a_town_taken_after_words_leaves_the_words(site: str, trainings: Any, page: Any) -> None:
    page.goto(f"{site}/formations")
    page.locator("[data-suggest]").first.press_sequentially("boulanger lyo", delay=20)
    page.get_by_role("option", name="boulanger à Lyon commune", exact=True).click()
    page.wait_for_url("**lieu=Lyon**")
    assert "q=boulanger&" in page.url


def test_the_search_needs_no_script(site: str, trainings: Any, browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False, locale="fr-FR").new_page()
    page.goto(site)
    page.get_by_label("Que souhaitez-vous apprendre ?").fill("électricien")
    page.get_by_label("Où ?").fill("Grenoble")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Électricien d’équipement").click()
    assert page.get_by_role("link", name="Demander mon inscription").get_attribute("href").startswith("/acheter/")
