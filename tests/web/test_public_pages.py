"""The pages everybody may read: they answer, say what they give, and work without script."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict
from django.test import Client
from tests.catalogue.search.scenes import a_catalogue
from tests.moments import AT, TODAY
from tests.scenes import ENDS, STARTS, a_body, a_holder, a_session
from tests.web.visiting import signed_in

from acquis.catalogue.models import Session
from acquis.catalogue.search.index import rebuild_index
from acquis.catalogue.search.types import Sort
from acquis.catalogue.types import Modality
from acquis.enrolments.queries import quote
from acquis.kit import clock
from acquis.kit.money import euros
from acquis.web.design import written
from acquis.web.public import search_form

pytestmark = pytest.mark.django_db

PAGES = ["/", "/formations", "/aide", "/accessibilite", "/mentions-legales", "/donnees-personnelles", "/plan-du-site"]


@pytest.fixture(autouse=True)
def own_day_and_folder(tmp_path: Any, settings: Any) -> Any:
    settings.SEARCH_PATH = tmp_path
    clock.shift_by(lambda: AT - clock.machine_now())
    yield
    clock.shift_by(None)


@pytest.fixture
def trainings() -> dict[str, Any]:
    made = a_catalogue()
    rebuild_index()
    return made


def text_of(client: Client, address: str, status: int = 200, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def _session_in(html: str) -> UUID:
    found = re.search(r'href="/acheter/([0-9a-f-]{36})"', html)
    assert found
    return UUID(found[1])


@pytest.mark.parametrize("address", PAGES)
class TestEveryPage:
    def test_is_in_french_with_one_heading_and_landmarks(self, client: Client, address: str) -> None:
        html = text_of(client, address)
        assert '<html lang="fr"' in html
        assert len(re.findall(r"<h1\b", html)) == 1
        for landmark in ("<header", "<main", "<footer", 'class="ds-skip-link"'):
            assert html.count(landmark) == 1
        assert re.search(r"<title>\S.* · Acquis</title>", html)

    def test_tells_how_accessible_it_is(self, client: Client, address: str) -> None:
        assert "Accessibilité\u00a0: non conforme" in text_of(client, address)

    def test_has_no_identifier_twice(self, client: Client, address: str) -> None:
        ids = re.findall(r'\sid="([^"]+)"', text_of(client, address))
        assert len(ids) == len(set(ids))


def test_what_is_not_there_is_told_in_words(client: Client) -> None:
    assert "Cette page n’existe pas" in text_of(client, "/nulle-part", 404)
    assert "Cette page n’existe pas" in text_of(client, "/formations/00000000-0000-0000-0000-000000000000", 404)


def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/langue", {"language": "en"})
    assert answer.status_code == 403
    assert "Ce formulaire n’est plus valable" in answer.content.decode()


class TestSearchPage:
    def test_says_what_it_gives(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, "/formations?q=devenir+boulanger&lieu=Lyon&rayon=10")
        assert "2 formations pour «\u00a0boulanger\u00a0»" in html
        assert "CAP Boulanger, parcours adulte" in html
        assert written.euros_plain(395_000) in html or "3\u00a0950,00\u00a0€" in html
        assert "mardi 12\u00a0janvier" in html
        # Without an account only the price is told.
        assert "Vous payez" not in html

    def test_a_fragment_is_a_part_of_the_same_page(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, "/formations?q=anglais", **{"HX-Request": "true"})
        assert "<html" not in html
        assert re.match(r"\s*<title>2\sformations", html)
        assert "Anglais professionnel" in html

    def test_nothing_found_says_what_to_do(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, "/formations?q=xylophoniste&lieu=Lyon")
        assert "Aucune formation ne répond à tous ces critères" in html
        assert 'href="/formations?q=xylophoniste"' in html

    def test_what_is_typed_comes_back_with_its_error(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, "/formations?prix=cher&q=%22%3E%3Cscript%3E")
        assert 'value="cher"' in html
        assert "Un critère n’est pas appliqué. Écrivez le prix en chiffres" in " ".join(html.split())
        assert re.search(r"id=\"fold-filters\" open", html)
        assert "<script>" not in html

    def test_towns_are_suggested(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, "/formations/villes?lieu=saint+et", **{"HX-Request": "true"})
        assert '<option value="Saint-Étienne (42000)">' in html
        assert "Lyon (69001)" in client.get("/formations/villes?lieu=lyon").json()["towns"]
        assert client.get("/formations/villes?lieu=l").json() == {"towns": []}

    def test_a_town_after_words_is_suggested_apart(self, client: Client, trainings: dict[str, Any]) -> None:
        told = client.get("/formations/suggestions?q=boulanger+lyo").json()["suggestions"]
        (town,) = [each for each in told if each["label"] == "boulanger à Lyon"]
        assert (town["words"], town["place"], town["text"]) == ("boulanger", "Lyon", "boulanger à Lyon")

    def test_a_signed_in_holder_sees_what_they_would_pay(self, trainings: dict[str, Any]) -> None:
        holder = a_holder(rights_cents=300_000)
        html = text_of(signed_in(holder.actor), "/formations?q=boulanger&lieu=Lyon&rayon=5")
        # 3 950 € less 3 000 € of rights.
        assert f"Vous payez <strong>{euros(95_000)}</strong>" in html


class TestOfferPage:
    def test_tells_all_one_needs_to_choose(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, f"/formations/{trainings['CAP Boulanger, parcours adulte']}")
        assert "<h1" in html
        assert "CAP Boulanger, parcours adulte" in html
        assert "<b>autonomie</b>" in html
        assert "RNCP37537" in html
        assert "Niveau 3 (CAP)" in html
        assert "Session du mardi 12\u00a0janvier 2027" in html
        assert re.search(r'href="/acheter/[0-9a-f-]{36}">Demander mon inscription', html)

    def test_shows_a_holder_who_would_pay_what(self, trainings: dict[str, Any]) -> None:
        holder = a_holder(rights_cents=300_000)
        html = text_of(signed_in(holder.actor), f"/formations/{trainings['CAP Boulanger, parcours adulte']}")
        assert "Qui paierait quoi" in html
        for amount in (300_000, 95_000, 395_000):
            assert euros(amount) in html
        assert 'class="part-mine"' in html

    def test_tells_nobody_in_particular_what_remains_anyway(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, f"/formations/{trainings['CAP Boulanger, parcours adulte']}")
        due = quote(None, _session_in(html), on=TODAY).holder_pays_cents
        assert due > 0
        assert f"il vous reste à payer {euros(due)}" in html

    def test_an_offer_without_session_says_so(self, client: Client, trainings: dict[str, Any]) -> None:
        html = text_of(client, f"/formations/{trainings['CAP Boulanger de l’an passé']}")
        assert "Aucune session ouverte" in html
        assert "Demander mon inscription" not in html

    def test_begins_with_the_first_session_one_may_still_ask_for(self, client: Client) -> None:
        body = a_body()
        soon = a_session(body, starts_on=TODAY + timedelta(days=5), ends_on=TODAY + timedelta(days=9))
        action = Session.objects.get(pk=soon).action
        address = f"/formations/{action.training_id}"
        html = text_of(client, address)
        assert "Les sessions annoncées commencent trop tôt" in html
        assert "Demander mon inscription" not in html

        later = Session.objects.create(
            action=action, number="S2", starts_on=STARTS, ends_on=ENDS, content_hash="S2", changed_at=AT
        )
        html = text_of(client, address)
        assert _session_in(html) == later.id
        assert "Une autre session commence avant le" in html
        html = text_of(client, f"{address}?session={soon}")
        assert "Cette session commence trop tôt pour être demandée" in html
        assert "Demander mon inscription" not in html

    def test_a_search_shows_no_session_that_starts_too_soon(self, client: Client) -> None:
        body = a_body()
        soon = a_session(body, starts_on=TODAY + timedelta(days=5), ends_on=TODAY + timedelta(days=9))
        rebuild_index()
        assert "Aucune formation" in text_of(client, "/formations")
        later = Session.objects.create(
            action=Session.objects.get(pk=soon).action,
            number="S2",
            starts_on=STARTS,
            ends_on=ENDS,
            content_hash="S2",
            changed_at=AT,
        )
        rebuild_index()
        html = text_of(client, "/formations")
        assert f"?session={later.id}" in html
        assert str(soon) not in html


class TestAddress:
    def read(self, text: str) -> search_form.SearchForm:
        return search_form.read(QueryDict(text))

    def test_is_read_whole(self) -> None:
        form = self.read(
            "q=pain&lieu=Lyon&rayon=50&modalite=distance&modalite=mixte&niveau=3&prix=1500&tri=prix&page=2"
        )
        asked = form.request
        assert (asked.text, asked.place, asked.radius_km, asked.page) == ("pain", "Lyon", 50, 2)
        assert asked.modalities == {Modality.REMOTE, Modality.MIXED}
        assert (asked.levels, asked.max_price_cents, asked.sort) == ({3}, 150_000, Sort.PRICE)

    @pytest.mark.parametrize(
        "text", ["rayon=7", "rayon=x", "niveau=99", "modalite=lune", "page=-1", "page=abc", "tri=x"]
    )
    def test_nonsense_filters_nothing(self, text: str) -> None:
        asked = self.read(text).request
        assert (asked.radius_km, asked.levels, asked.modalities, asked.page) == (30, frozenset(), frozenset(), 1)

    def test_a_criterion_can_be_taken_away(self) -> None:
        form = self.read("q=pain&modalite=distance&modalite=mixte&page=3")
        assert form.without("modalite", "mixte") == "/formations?q=pain&modalite=distance"
        assert form.address(q=None) == "/formations?modalite=distance&modalite=mixte"


class TestOpenApi:
    def test_answers_as_the_page_does(self, client: Client, trainings: dict[str, Any]) -> None:
        found = client.get("/api/open/v1/offers?q=boulanger&place=Lyon&radius_km=10&sort=price").json()
        assert [offer["price_cents"] for offer in found["offers"]] == [395_000, 420_000]
        assert found["facets"]["level"] == [{"value": "3", "count": 2}]
        assert found["town"] == "Lyon"

    def test_refuses_what_has_no_sense(self, client: Client) -> None:
        assert client.get("/api/open/v1/offers?level=12").status_code == 422

    def test_describes_itself(self, client: Client) -> None:
        described = client.get("/api/open/v1/openapi.json").json()
        assert "/api/open/v1/offers" in described["paths"]


def test_a_language_that_is_not_wholly_translated_is_not_offered(client: Client, settings: Any) -> None:
    settings.LANGUAGES_OFFERED = ["fr"]
    assert "English" not in text_of(client, "/")
    client.post("/langue", {"language": "en"})
    assert '<html lang="fr"' in text_of(client, "/")


def test_the_language_is_the_readers_choice(client: Client, settings: Any) -> None:
    """The browser does not choose: French until the reader says otherwise, and the page stays the same."""
    french = text_of(client, "/aide?de=ici", **{"Accept-Language": "en"})
    assert '<html lang="fr"' in french
    assert "English" in french
    assert 'name="next" value="/aide?de=ici"' in french
    answer = client.post("/langue", {"language": "en", "next": "/aide?de=ici"})
    assert answer.status_code == 302
    assert answer["Location"] == "/aide?de=ici"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    english = text_of(client, "/aide", **{"Accept-Language": "fr"})
    assert '<html lang="en"' in english
    assert "Can I change my mind?" in english
    assert "Puis-je" not in english
    assert "€8,000" in english
    assert client.post("/langue", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"


def test_what_providers_write_is_marked_as_french_on_an_english_page(
    client: Client, trainings: dict[str, Any], settings: Any
) -> None:
    address = f"/formations/{trainings['CAP Boulanger, parcours adulte']}"
    assert 'lang="fr">CAP Boulanger' not in text_of(client, address)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = text_of(client, address)
    assert '<h1 class="long" lang="fr">CAP Boulanger, parcours adulte</h1>' in english
    assert '<div class="prose" lang="fr">' in english
    assert "Session of Tuesday 12\u00a0January 2027" in english
    assert "Session du" not in english
