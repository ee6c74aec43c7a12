"""How questions are read: trades, limits, places, mistakes; what a reader takes away is not read again."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.catalogue.search.vocabulary import NOTHING, Words

from acquis.catalogue.search import spelling
from acquis.catalogue.search.limit_values import NUMBER_WORDS
from acquis.catalogue.search.placenames import own
from acquis.catalogue.search.plan import Plan
from acquis.catalogue.search.tokens import stem
from acquis.catalogue.search.types import Reading, SearchRequest, Sort, Understood
from acquis.catalogue.search.understanding import plans
from acquis.catalogue.types import Modality, Rhythm

ON = date(2026, 11, 23)
READINGS = list(
    csv.DictReader((Path(__file__).parent / "judged" / "readings.csv").read_text("utf-8").splitlines(), delimiter=";")
)


def every(text: str, vocabulary: Words = NOTHING, **more: object) -> list[tuple[Plan, Understood]]:
    return list(plans(SearchRequest(text=text, **more), vocabulary, on=ON))  # type: ignore[arg-type]


def first(text: str, vocabulary: Words = NOTHING, **more: object) -> tuple[Plan, Understood]:
    return every(text, vocabulary, **more)[0]


@pytest.mark.parametrize("row", READINGS, ids=[row["question"] for row in READINGS])
def test_readings(row):
    _, understood = first(row["question"])
    told = {f"{meant.reading}:{meant.value}" for meant in understood.meant}
    # Who names a town means to be there.
    told.discard("modality:on_site,mixed" if "place:" in row["readings"] else "")
    assert {each.lower().replace(" ", "_").replace("’", "_").replace("à", "a") for each in told} == {
        each.lower() for each in row["readings"].split()
    }


def test_limits_become_criteria():
    plan, _ = first("anglais à distance moins de 20 heures moins de 900 € bac+2 en janvier le week-end")
    request = plan.request
    assert request.modalities == {Modality.REMOTE}
    assert (request.max_hours, request.max_price_cents, request.levels) == (20, 90_000, {5})
    assert (request.starts_from, request.starts_until) == (date(2027, 1, 1), date(2027, 1, 31))
    assert request.rhythms == {Rhythm.WEEKENDS}


def test_what_a_reader_takes_away_is_not_applied():
    plan, understood = first(
        "anglais lyon à distance bac+2", unread=frozenset({Reading.PLACE, Reading.LEVEL, Reading.MODALITY})
    )
    assert (plan.lat, plan.request.levels, plan.request.modalities) == (None, frozenset(), frozenset())
    assert [meant.reading for meant in understood.meant] == [Reading.DOMAIN]
    assert "lyon" not in understood.words


def test_the_form_is_meant_more_than_the_words():
    plan, understood = first("anglais lyon à distance", place="Brest", modalities=frozenset({Modality.ON_SITE}))
    assert understood.town is not None
    assert (understood.town.name, understood.place_in_words) == ("Brest", False)
    assert plan.request.modalities == {Modality.ON_SITE}


def test_who_names_a_town_beside_a_subject_means_to_be_there():
    every_reading = every("anglais des affaires lyon")
    _, told = every_reading[0]
    assert {plan.request.modalities for plan, _ in every_reading} == {frozenset({Modality.ON_SITE, Modality.MIXED})}
    assert told.radius_km == 30
    assert [m.reading for m in told.meant] == [Reading.DOMAIN, Reading.MODALITY, Reading.PLACE]
    for text, more in (("lyon", {}), ("anglais", {"place": "Lyon"}), ("anglais lyon en ligne", {})):
        plan, _ = first(text, **more)
        assert plan.lat is not None
        assert Modality.ON_SITE not in plan.request.modalities


@pytest.mark.parametrize(
    ("said", "begins", "ends"),
    [
        ("avant le 15 janvier", "2026-11-23", "2027-01-15"),
        ("début avant le 1er mars 2027", "2026-11-23", "2027-03-01"),
        ("à partir du 3 mars", "2027-03-03", None),
        ("qui commence le 24 novembre", "2026-11-24", "2026-11-24"),
        ("d’ici le 30 février", "2026-11-23", "2027-02-28"),
        ("démarrage avant fin décembre", "2026-11-23", "2026-12-28"),
        ("avant début janvier", "2026-11-23", "2027-01-05"),
        ("dans les 30 jours", "2026-11-23", "2026-12-23"),
        ("la semaine prochaine", "2026-11-30", "2026-12-06"),
        ("dès la semaine prochaine", "2026-11-30", None),
        ("avant le 15 janvier 2020", "2026-11-23", "2020-01-15"),
    ],
)
def test_days_of_a_start(said: str, begins: str, ends: str | None):
    plan, understood = first(f"menuisier {said} dijon")
    request = plan.request
    assert request.starts_from is not None
    assert request.starts_from.isoformat() == begins
    assert (request.starts_until and request.starts_until.isoformat()) == ends
    assert understood.town is not None
    assert understood.town.name == "Dijon"
    assert understood.words == ("menuisier",)


@pytest.mark.parametrize("said", ["soudeur bac", "soudeur niveau bac"])
def test_a_level_said_alone_is_rather_wished(said: str):
    wished = said == "soudeur bac"
    levels = {plan.request.levels for plan, _ in every(said)}
    assert levels == ({frozenset({4}), frozenset()} if wished else {frozenset({4})})
    assert first("bac pro soudeur")[0].request.levels == frozenset()
    assert first("après le bac soudeur")[0].request.levels == frozenset()


def test_an_unknown_place_of_the_form_is_told():
    _, understood = first("anglais", place="Nullepart-les-Oies")
    assert (understood.town, understood.place_unknown) == (None, "Nullepart-les-Oies")


def test_a_soft_limit_is_let_go_and_a_firm_one_is_not():
    readings = every("excel le week-end moins de 10 heures")
    assert [(bool(plan.request.rhythms), plan.request.max_hours) for plan, _ in readings[:2]] == [
        (True, 10),
        (False, 10),
    ]
    assert all(plan.request.max_hours == 10 for plan, _ in readings)


def test_of_words_near_a_strange_one_those_that_find_the_same_are_one():
    near = spelling.nearest("boulangzr", Words("Boulanger", "Boulangère", "Boulangerie"), [], most=6)
    assert near[0] in ("boulanger", "boulangere")
    assert len({stem(word) for word in near}) == len(near) > 1


def test_a_mistake_is_mended_unless_the_reader_says_no():
    vocabulary = Words("Plombier chauffagiste", "Apiculture naturelle")
    plan, understood = first("apicultrue", vocabulary)
    assert understood.corrected == (("apicultrue", "apiculture"),)
    _, as_typed = first("apicultrue", vocabulary, unread=frozenset({Reading.SPELLING}))
    assert (as_typed.corrected, as_typed.words) == ((), ("apicultrue",))
    assert plan.clauses[0].needed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fotographe", "photographe"),
        ("coifeuse", "coiffeuse"),
        ("electricein", "electricien"),
        ("secrétaitre", "secretaire"),
        ("développeut", "developpeur"),
        ("reseauxsociaux", "reseaux sociaux"),
        ("cuisinnier", "cuisinier"),
        ("sofrologie", "sophrologie"),
    ],
)
def test_mistakes_against_our_own_words(typed, meant):
    _, understood = first(typed)
    assert [taken for _, taken in understood.corrected] == [meant]


@pytest.mark.parametrize("word", ["xylophone", "zzzz", "r489", "c++", "ia"])
def test_what_nothing_resembles_is_left_alone(word):
    assert all(not understood.corrected for _, understood in every(word))


def test_a_word_that_offers_have_is_no_mistake():
    _, understood = first("plonbier", Words("Atelier Plonbier", "Maison Plonbier"))
    assert not understood.corrected


def test_the_beginning_of_a_word_is_looked_for():
    plan, understood = first("boulan", Words("CAP boulanger"))
    assert not understood.corrected
    (clause, *_) = plan.clauses
    assert any(way.beginning and way.terms == ("boulan",) for way in clause.ways)
    assert any(way.terms == ("rome:D1102",) for way in clause.ways)


def test_what_a_job_shares_its_code_with_is_only_near():
    plan, _ = first("tatoueur")
    assert "rome:D1208" not in {
        term for clause in plan.clauses if clause.needed for way in clause.ways for term in way.terms
    }


def test_what_is_only_near_does_not_mix_with_an_order_by_price():
    by_relevance, _ = first("barbier", Words("Barbier"))
    by_price, _ = first("barbier", Words("Barbier"), sort=Sort.PRICE)
    near = {way.terms for way in by_relevance.clauses[0].ways} - {way.terms for way in by_price.clauses[0].ways}
    assert ("rome:D1202",) in near


def test_without_all_the_words_most_of_them():
    *_, (plan, understood) = every("xylophone baroque argentin")
    assert understood.some_words
    assert plan.least == 2
    assert not any(clause.needed for clause in plan.clauses)


def test_nothing_asked_finds_everything():
    for text in ("", "   ", "la le de", "?!"):
        ((plan, understood),) = every(text)
        assert plan.clauses == ()
        assert understood.meant == ()


def test_a_department_is_a_circle_that_holds_its_people():
    plan, _ = first("coiffure dans le 93")
    assert plan.request.radius_km == 20
    assert plan.lat is not None
    assert 48.8 < plan.lat < 49.0


def test_the_form_finds_a_town_as_the_words_do():
    towns = own()
    assert [towns.town_meant(said).name for said in ("st etienne", "havre", "Lyon (69003)", "75012")] == [  # type: ignore[union-attr]
        "Saint-Étienne", "Le Havre", "Lyon", "Paris 12e",
    ]  # fmt: skip
    assert towns.town_meant("Brest", insee="29019").insee == "29019"  # type: ignore[union-attr]
    assert towns.town_meant("") is towns.town_meant("zzzz") is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["", "Lyon", "%", "75001 (", "é" * 50]))
def test_no_question_is_an_error(text, place):
    for plan, understood in plans(SearchRequest(text=text, place=place), NOTHING, on=ON):
        assert plan.least >= 0
        assert all(way.terms for clause in plan.clauses for way in clause.ways)
        assert len(understood.meant) < 60


#: What limits are said with, and numbers no limit can hold.
SAID = """
dans d'ici avant sous entre et de à moins plus en sur pour prix budget niveau bac bac+ maximum heures h jours j semaines
mois euros € km janvier décembre rentrée prochain 2000 2099 0 1 9 99 99999 100000 99999999999999999999 ٣ ² -1 1e400
"""
LIMITS = st.sampled_from([*SAID.split(), *NUMBER_WORDS])


@settings(max_examples=200, deadline=None)
@given(st.lists(LIMITS, max_size=9).map(" ".join))
@example("anglais dans 99999 mois")
@example("anglais entre 5 et un euros")
@example(f"moins de {'9' * 20} heures")
@example("niveau 99")
@example("dans 0 mois")
@example("boulanger à moins de 999999999 km de Lyon")
def test_no_limit_is_an_error(text):
    for plan, _ in plans(SearchRequest(text=text), NOTHING, on=ON):
        assert (plan.request.min_price_cents or 0) <= (plan.request.max_price_cents or 10**9)


def test_a_price_may_be_between_words():
    plan, _ = first("anglais entre cinq et 10 euros")
    assert (plan.request.min_price_cents, plan.request.max_price_cents) == (500, 1_000)


@pytest.mark.parametrize("question", ["permis b automatique paris 15", "paris 15 permis b", "permis b à Paris 15e"])
def test_a_number_after_a_city_is_its_arrondissement(question):
    _, understood = first(question)
    assert understood.town is not None
    assert understood.town.insee == "75115"


def test_a_word_nobody_wrote_may_be_the_root_of_one():
    _, understood = first("conducteur ambulance")
    assert [meant.value for meant in understood.meant if meant.reading is Reading.JOB] == ["J1305"]


@pytest.mark.parametrize(
    ("question", "modalities"),
    [
        ("excel sans distance", {Modality.ON_SITE}),
        ("anglais pas en ligne", {Modality.ON_SITE}),
        ("anglais pas à distance à lyon", {Modality.ON_SITE}),
        ("comptabilité sans me déplacer", {Modality.REMOTE}),
        ("anglais pas en présentiel", {Modality.REMOTE}),
        ("anglais à distance", {Modality.REMOTE}),
    ],
)
def test_what_one_will_not_have_is_not_what_one_wants(question, modalities):
    plan, _ = first(question)
    assert plan.request.modalities == modalities
