"""Is what one means found? Words as people write them, places, criteria, counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app
from tests.catalogue.search.scenes import OFFERS, a_catalogue
from tests.moments import AT, TODAY
from tests.scenes import STAFF, SYSTEM

from acquis.catalogue import models as rows
from acquis.catalogue.events import OfferChanged
from acquis.catalogue.jobs import make_search
from acquis.catalogue.reviews import actions as reviews
from acquis.catalogue.search import index
from acquis.catalogue.search.index import rebuild_index
from acquis.catalogue.search.places import distance_km
from acquis.catalogue.search.queries import search
from acquis.catalogue.search.types import Facet, SearchRequest, SearchResult, Sort
from acquis.catalogue.types import Modality, Register
from acquis.journal.actions.record import record
from acquis.kit.ids import new_id
from acquis.providers import actions as providers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.SEARCH_PATH = tmp_path


@pytest.fixture
def trainings() -> dict[str, Any]:
    made = a_catalogue()
    assert rebuild_index() == len(OFFERS) + 1
    return made


def ask(**criteria: Any) -> SearchResult:
    return search(SearchRequest(**criteria), on=TODAY)


def titles(result: SearchResult) -> set[str]:
    return {hit.title for hit in result.hits}


BREAD = {"CAP Boulanger, parcours adulte", "CAP Boulanger le week-end", "Viennoiserie et pain au levain"}
ENGLISH = {"Anglais professionnel", "L’anglais de l’hôtellerie"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # Accents and capitals do not matter, on either side.
        ("electricien", {"Électricien d’équipement"}),
        ("ÉLECTRICIEN", {"Électricien d’équipement"}),
        ("developpeur web", {"Développeur web et web mobile"}),
        # An elision is not a part of the word, whatever the apostrophe.
        ("l'anglais", ENGLISH),
        ("l’électricien d'équipement", {"Électricien d’équipement"}),
        # Masculine, feminine, plural, and words of the wish.
        ("infirmier", {"Devenir infirmière de bloc"}),
        ("infirmieres", {"Devenir infirmière de bloc"}),
        ("devenir boulangère", BREAD),
        ("je voudrais apprendre l’anglais", ENGLISH),
        # Synonyms, of one word and of several.
        ("coiffeur", {"Coiffeuse à domicile"}),
        ("programmation", {"Développeur web et web mobile"}),
        ("english", ENGLISH),
        # The beginning of a word, while one types.
        ("élec", {"Électricien d’équipement"}),
        ("anglais prof", {"Anglais professionnel"}),
        # One mistake in a short word, two in a long one, two letters swapped.
        ("boulenger", BREAD),
        ("coifeuse", {"Coiffeuse à domicile"}),
        ("developeur", {"Développeur web et web mobile"}),
        ("anglias", ENGLISH),
        # Nothing is near this.
        ("xylophoniste", set()),
    ],
)
def test_words_find_what_was_meant(trainings: dict[str, Any], typed: str, expected: set[str]) -> None:
    assert titles(ask(text=typed)) == expected


def test_a_corrected_word_is_told(trainings: dict[str, Any]) -> None:
    assert ask(text="boulenger").understood.corrected == (("boulenger", "boulanger"),)
    assert ask(text="boulanger").understood.corrected == ()


def test_most_of_the_words_when_nothing_has_them_all(trainings: dict[str, Any]) -> None:
    found = ask(text="anglais aéronautique")
    assert titles(found) == ENGLISH
    assert found.understood.some_words


def test_a_session_of_the_past_is_not_found(trainings: dict[str, Any]) -> None:
    assert "CAP Boulanger de l’an passé" not in titles(ask(text="boulanger", per_page=50))
    before = search(SearchRequest(text="boulanger"), on=date(2026, 1, 2))
    assert "CAP Boulanger de l’an passé" in titles(before)


def test_the_radius_is_exact_to_the_town(trainings: dict[str, Any]) -> None:
    lyon = rows.Town.objects.get(pk="69123")
    for radius in (5, 20, 50, 100):
        expected = {
            title
            for title, _, _, insee, modality, _, _ in OFFERS
            if modality is Modality.REMOTE
            or (
                (town := rows.Town.objects.get(pk=insee))
                and distance_km(lyon.lat, lyon.lon, town.lat, town.lon) <= radius
            )
        }
        found = ask(place="Lyon", radius_km=radius, per_page=50)
        assert titles(found) == expected, radius
        assert found.understood.town is not None
        assert found.understood.town.insee == "69123"


def test_distance_of_two_known_towns() -> None:
    # Paris (48.8566, 2.3522) to Lyon (45.7640, 4.8357): 391.5 km over the ground.
    assert distance_km(48.8566, 2.3522, 45.7640, 4.8357) == pytest.approx(391.5, abs=0.5)


@pytest.mark.parametrize("typed", ["Lyon", "lyon", "LYON", "Lyon (69001)", "69001"])
def test_a_place_may_be_written_in_many_ways(trainings: dict[str, Any], typed: str) -> None:
    found = ask(text="boulanger", place=typed, radius_km=10)
    assert titles(found) == {"CAP Boulanger, parcours adulte", "CAP Boulanger le week-end"}
    # A postal code alone names the arrondissement; with the city's name, the city.
    assert found.understood.town is not None
    assert found.understood.town.insee == ("69381" if typed == "69001" else "69123")


def test_a_place_among_the_words(trainings: dict[str, Any]) -> None:
    found = ask(text="boulanger à Lyon", radius_km=10)
    assert titles(found) == {"CAP Boulanger, parcours adulte", "CAP Boulanger le week-end"}
    assert found.understood.place_in_words
    assert found.understood.words == ("boulanger",)


def test_a_place_and_nothing_else(trainings: dict[str, Any]) -> None:
    found = ask(text="à Lyon", radius_km=10)
    assert found.understood.town is not None
    assert found.understood.words == ()
    assert titles(found) == titles(ask(place="Lyon", radius_km=10))


def test_an_unknown_place_is_told_and_filters_nothing(trainings: dict[str, Any]) -> None:
    found = ask(text="anglais", place="Trifouillis-sous-Bois")
    assert found.understood.place_unknown == "Trifouillis-sous-Bois"
    assert titles(found) == ENGLISH


@pytest.mark.parametrize(
    ("criteria", "keeps"),
    [
        ({"max_price_cents": 120_000}, lambda o: o[5] <= 120_000),
        ({"modalities": frozenset({Modality.REMOTE})}, lambda o: o[4] is Modality.REMOTE),
        ({"modalities": frozenset({Modality.REMOTE, Modality.MIXED})}, lambda o: o[4] is not Modality.ON_SITE),
        ({"registers": frozenset({Register.RS})}, lambda o: o[1].startswith("RS")),
        ({"levels": frozenset({5, 6})}, lambda o: o[2] in (5, 6)),
        ({"starts_from": date(2027, 1, 18)}, lambda o: o[6] is None or o[6] >= date(2027, 1, 18)),
        ({"certification_code": "rncp37537"}, lambda o: o[1] == "RNCP37537"),
    ],
)
def test_each_filter_keeps_exactly_what_it_says(trainings: dict[str, Any], criteria: Any, keeps: Any) -> None:
    expected = {offer[0] for offer in OFFERS if keeps(offer)}
    found = ask(**criteria, per_page=50)
    assert titles(found) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        {"text": "boulanger"},
        {"levels": frozenset({3})},
        {"modalities": frozenset({Modality.ON_SITE}), "max_price_cents": 450_000},
        {"levels": frozenset({3}), "registers": frozenset({Register.RNCP})},
    ],
)
def test_counts_are_those_of_a_search_with_that_value(trainings: dict[str, Any], criteria: dict[str, Any]) -> None:
    """Each facet is counted without its own filter: compared with counting the hits one by one."""
    found = ask(**criteria)
    fields = {Facet.LEVEL: "levels", Facet.MODALITY: "modalities", Facet.REGISTER: "registers"}
    for facet, field in fields.items():
        others = {name: value for name, value in criteria.items() if name != field}
        every = ask(**others, per_page=100).hits
        value = {Facet.LEVEL: "level", Facet.MODALITY: "modality", Facet.REGISTER: "register"}[facet]
        brute = Counter(str(getattr(hit, value)) for hit in every if getattr(hit, value) is not None)
        assert {count.value: count.count for count in found.facets[facet]} == dict(brute), facet


def test_orders(trainings: dict[str, Any]) -> None:
    prices = [hit.price_cents for hit in ask(sort=Sort.PRICE).hits]
    assert prices == sorted(prices)
    starts = [hit.starts_on for hit in ask(sort=Sort.DATE, modalities=frozenset({Modality.ON_SITE})).hits]
    assert starts == sorted(starts, key=lambda day: day or date.min)
    near = [h.distance_km for h in ask(place="Lyon", radius_km=100, sort=Sort.DISTANCE).hits if h.modality != "remote"]
    assert len(near) >= 4
    assert near == sorted(near)


def test_pages_hold_every_offer_once(trainings: dict[str, Any]) -> None:
    pages = [ask(page=n, per_page=4, sort=Sort.PRICE) for n in (1, 2, 3)]
    together = [hit.action_id for result in pages for hit in result.hits]
    assert len(together) == len(set(together)) == len(OFFERS)
    assert ask(page=99, per_page=4).page == 3


def test_the_index_is_made_when_it_is_absent() -> None:
    a_catalogue()
    assert index.store().snapshot() is None
    assert ask(text="anglais").ready
    assert index.store().snapshot() is not None


def test_a_large_catalogue_is_not_made_while_the_reader_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    a_catalogue()
    monkeypatch.setattr("acquis.catalogue.search.queries._MADE_AT_ONCE", 3)
    found = ask(text="anglais")
    assert not found.ready
    assert found.total == 0
    # Nor until the night: the worker looks every minute.
    crons = {each.cron for (name, _), each in app.periodic_registry.periodic_tasks.items() if name == make_search.name}
    assert crons == {"* * * * *"}
    make_search(timestamp=0)
    assert ask(text="anglais").total == 2
    made = index.store().snapshot()
    make_search(timestamp=0)
    assert index.store().snapshot() is made


def test_a_change_is_seen_and_a_withdrawn_offer_leaves(trainings: dict[str, Any]) -> None:
    changed, withdrawn = trainings["Anglais professionnel"], trainings["Coiffeuse à domicile"]
    rows.Training.objects.filter(pk=changed).update(title="Allemand professionnel", certification_code="RNCP8940")
    rows.Training.objects.filter(pk=withdrawn).update(state="withdrawn")
    record(OfferChanged(about=new_id(), training_ids=[changed, withdrawn]), by=SYSTEM, at=AT)
    index.follow()
    assert titles(ask(text="allemand")) == {"Allemand professionnel"}
    assert titles(ask(text="anglais")) == {"L’anglais de l’hôtellerie"}
    assert titles(ask(text="coiffeuse")) == set()


def test_the_offers_of_a_suspended_body_leave(trainings: dict[str, Any]) -> None:
    provider_id = ask(text="anglais").hits[0].provider_id
    providers.suspend(provider_id=provider_id, reason="contrôle en cours", by=STAFF, at=AT)
    index.follow()
    assert ask().total == 0


def test_making_anew_leaves_nothing_of_what_was(trainings: dict[str, Any], tmp_path: Path) -> None:
    for _ in range(3):
        rebuild_index()
    assert len(list(tmp_path.glob("*.segment"))) == 1
    assert titles(ask(text="anglais")) == ENGLISH


def test_what_reviews_say_comes_with_the_offer(trainings: dict[str, Any]) -> None:
    training = trainings["Coiffeuse à domicile"]
    action = rows.TrainingAction.objects.get(training=training)
    provider_id = rows.Training.objects.get(pk=training).provider_id
    for stars in (5, 4, 4):
        reviews.give_review(
            purchase_id=new_id(), training_id=training, action_id=action.pk, provider_id=provider_id,
            stars=stars, words="", by=SYSTEM, at=AT,
        )  # fmt: skip
    index.follow()
    hit = ask(text="coiffeuse").hits[0]
    assert (hit.rating, hit.reviews) == (433, 3)
