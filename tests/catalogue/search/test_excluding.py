"""What one will not have, what is let go and what is not heard: never read as its contrary, always told."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.catalogue.search.vocabulary import NOTHING, Words

from acquis.catalogue.search.plan import Part, Plan
from acquis.catalogue.search.types import Reading, SearchRequest, Understood
from acquis.catalogue.search.understanding import plans
from acquis.catalogue.types import Funding, Modality, Rhythm

ON = date(2026, 11, 23)


def every(text: str, vocabulary: Words = NOTHING, **more: object) -> list[tuple[Plan, Understood]]:
    return list(plans(SearchRequest(text=text, **more), vocabulary, on=ON))  # type: ignore[arg-type]


def first(text: str, vocabulary: Words = NOTHING, **more: object) -> tuple[Plan, Understood]:
    return every(text, vocabulary, **more)[0]


def refused(plan: Plan) -> set[str]:
    return {way.terms[0] for clause in plan.clauses if clause.unwanted for way in clause.ways}


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("boulanger pas à lyon", {"town:69123"}),
        ("coiffure sauf Marseille", {"town:13055"}),
        ("permis poids lourd hors paris et marseille", {"town:75056", "town:13055"}),
        ("ni lyon ni paris boulanger", {"town:69123", "town:75056"}),
        ("cuisine ailleurs qu'à Paris", {"town:75056"}),
        ("coiffure sauf en île-de-france", {"region:11"}),
        ("boulanger rhône sauf lyon", {"town:69123"}),
    ],
)
def test_a_place_one_will_not_have(question, terms):
    plan, understood = first(question)
    assert terms <= refused(plan)
    assert [m.reading for m in understood.meant].count(Reading.WITHOUT) == len(terms)
    assert all(f"town:{m.value}" not in refused(plan) for m in understood.meant if m.reading is Reading.PLACE)


@pytest.mark.parametrize(
    ("question", "term"),
    [("anglais sans toeic", "toeic"), ("informatique sauf bureautique", "bureautiqu"), ("anglais, pas de vae", "vae")],
)
def test_a_subject_one_will_not_have(question, term):
    plan, understood = first(question)
    assert term in refused(plan)
    assert not any(term.startswith(("rome:", "formacode:")) for term in refused(plan))
    assert understood.meant[-1].reading is Reading.WITHOUT


@pytest.mark.parametrize(
    "question",
    [
        "je n'ai pas le permis",
        "boulanger pas loin de Lyon",
        "écrire sans fautes",
        "cuisine sans gluten",
        "je ne sais pas quoi faire",
        "je ne sais pas parler anglais",
        "anglais pas cher",
        "boulanger sans le bac",
    ],
)
def test_not_every_no_takes_away(question):
    _plan, understood = first(question)
    assert Reading.WITHOUT not in {m.reading for m in understood.meant}


def test_what_was_refused_may_be_wanted_after_all():
    plan, _ = first("anglais sans toeic", unread=frozenset({Reading.WITHOUT}))
    assert refused(plan) == set()


def test_a_refused_limit_is_not_read_as_wished():
    plan, understood = first("yoga pas le week-end")
    assert plan.request.rhythms == frozenset()
    assert understood.unheard == ("pas le week end",)


@pytest.mark.parametrize("question", ["anglais le soir", "anglais en soirée", "cours du soir anglais"])
def test_what_no_offer_tells_is_said(question):
    plan, understood = first(question)
    assert len(understood.unheard) == 1
    assert "anglais" in understood.words
    assert any(way.terms[0].startswith("soir") for c in plan.clauses if not c.needed for way in c.ways)


@pytest.mark.parametrize("question", ["anglais sans examen", "anglais sans permis", "anglais, sans stage"])
def test_what_one_would_go_without_is_not_looked_for(question):
    plan, understood = first(question)
    assert understood.unheard == (question.replace(",", "").removeprefix("anglais "),)
    assert understood.words == ("anglais",)
    said = {term for clause in plan.clauses for way in clause.ways for term in way.terms}
    assert said.isdisjoint({"examen", "permi", "stag"})


def test_what_is_named_by_what_it_is_without_is_looked_for():
    assert first("pâtisserie sans gluten")[1].words == ("pâtisserie", "gluten")


def test_a_night_porter_is_a_job():
    assert first("veilleur de nuit")[1].unheard == ()


def test_free_is_what_costs_nothing_or_what_rights_pay():
    plan, understood = first("anglais gratuit")
    assert plan.request.max_price_cents == 0
    assert understood.let_go == ()
    holder, told = first("anglais gratuit", budget_cents=50_000)
    assert (holder.request.within_budget, holder.request.max_price_cents) == (True, None)
    assert [m.label for m in told.meant if m.reading is Reading.PRICE] == ["payée par mes droits"]


def test_a_wish_that_is_let_go_is_told():
    plan, understood = every("anglais gratuit")[1]
    assert plan.request.max_price_cents is None
    assert [(m.reading, m.label) for m in understood.let_go] == [(Reading.PRICE, "gratuit")]


def test_wishes_are_let_go_one_by_one():
    told = [len(understood.let_go) for _plan, understood in every("anglais gratuit le week-end")]
    assert told[:4] == [0, 1, 1, 2]


def test_in_a_town_a_wish_goes_before_the_town():
    read = every("yoga lyon le week-end", Words("yoga"))
    there = [Modality.REMOTE not in plan.request.modalities and bool(plan.request.modalities) for plan, _ in read]
    assert there == [True] * len(there)
    assert [plan.request.rhythms for plan, _ in read][:2] == [frozenset({Rhythm.WEEKENDS}), frozenset()]


@pytest.mark.parametrize(
    "question",
    [
        "word accessible handicapé",
        "développeur web accès handicap",
        "boulanger accessible aux personnes en situation de handicap",
        "anglais accès PMR",
    ],
)
def test_access_for_disabled_people(question):
    assert first(question)[0].request.accessible


@pytest.mark.parametrize("question", ["travailler avec des personnes handicapées", "travailler dans le handicap"])
def test_disability_may_be_the_subject(question):
    assert not first(question)[0].request.accessible


def test_who_pays():
    assert first("excel financé par la région")[0].request.fundings == {Funding.REGION}


@pytest.mark.parametrize(("said", "hours"), [("2 jours", 14), ("35 heures", 35), ("une semaine", 35)])
def test_a_duration_said_alone(said, hours):
    readings = every(f"secourisme {said}")
    assert readings[0][0].request.max_hours == hours
    assert readings[1][0].request.max_hours is None


def test_a_town_that_is_being_typed():
    _plan, understood = first("boulanger marsei", Words("boulanger"))
    assert understood.town is not None
    assert understood.town.name == "Marseille"
    assert understood.corrected == (("marsei", "marseille"),)


def test_words_of_no_title_may_name_who_sells():
    vocabulary = Words("anglais")
    vocabulary._stems.update({"wall": 3, "street": 3, "english": 3})
    plan, understood = first("wall street english", vocabulary)
    assert plan.clauses[0].ways[0].terms == ("wall", "street", "english")
    assert plan.clauses[0].ways[0].parts == {Part.PROVIDER}
    assert [(m.reading, m.label) for m in understood.meant] == [(Reading.PROVIDER, "wall street english")]
    again, _ = first("wall street english", vocabulary, unread=frozenset({Reading.PROVIDER}))
    assert again.clauses[0].ways[0].parts != {Part.PROVIDER}


def test_what_no_offer_says_does_not_hide_what_some_do():
    readings = every("soft skills prise de parole", Words("prise de parole en public"))
    needed = [{way.terms for clause in plan.clauses if clause.needed for way in clause.ways} for plan, _ in readings]
    assert any(("pri", "parol") in terms and ("soft",) not in terms for terms in needed)


def test_a_text_that_is_cut_says_so():
    assert not first("anglais " * 24)[1].cut
    assert first("anglais " * 26)[1].cut
    assert first("a b " * 21)[1].cut


#: What people paste, and what those who would break things type.
TYPED = """
sauf pas ni sans hors à et paris lyon toeic anglais le week-end soir gratuit 2 jours accès handicap - -- " ' ’ ( AND OR
NOT * ? <script> %00 'OR 1=1 €
"""
STRANGE = ["\x00", "\x1b[2J", "\u202eabc", "مرحبا", "שלום", "👩\u200d🍳", "🎓", "ﬁ", "٣", "e" * 300, "é" * 50]
NOISE = st.sampled_from(TYPED.split() + STRANGE)


@settings(max_examples=300, deadline=None)
@given(st.lists(NOISE, max_size=30).map(" ".join) | st.text(max_size=300))
def test_no_noise_is_an_error(text):
    for plan, understood in plans(SearchRequest(text=text, budget_cents=1_000), NOTHING, on=ON):
        assert all(way.terms and all(way.terms) for clause in plan.clauses for way in clause.ways)
        assert all(m.label for m in (*understood.meant, *understood.let_go))
        assert all(understood.unheard)


def test_reading_takes_a_bounded_time():
    # Each is the longest of its sort: the processor's seconds, so that neighbours do not count.
    chance = random.Random(5)
    letters = "abcdefghijklmnopqrstuvwxyz"
    strange = " ".join("".join(chance.choices(letters, k=9)) for _ in range(200))
    for text in (
        "sauf paris et " * 700,
        strange,
        "pas " * 2_500,
        "9" * 10_000,
        '"(' * 5_000,
        "à" * 10_000,
        "e" * 10_000,
    ):
        first(text)
        begun = time.process_time()
        every(text)
        assert time.process_time() - begun < 1.0, text[:30]
