"""What is suggested while one types: by any word of a name, towns after a subject, at once."""

from __future__ import annotations

import time

import pytest

from acquis.catalogue.search.placenames import own
from acquis.catalogue.search.suggesting import own_suggester, suggest
from acquis.catalogue.search.types import Reading


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("boulan", "Boulanger"),
        ("développeu", "Développeur"),
        ("developpeuse w", "Développeuse web"),
        ("toe", "TOEIC"),
        ("caces", "CACES, conduite d’engins en sécurité"),
        ("angl", "Anglais"),
        ("nantes", "Nantes"),
        ("boulanger lyo", "boulanger à Lyon"),
        ("permis à brest", "permis à Brest"),
        ("sociaux", "Réseaux sociaux"),
    ],
)
def test_what_is_about_to_be_typed(typed, expected):
    assert expected in [each.label for each in suggest(typed)]


@pytest.mark.parametrize("typed", ["", "b", "  ", "zzzzzz", "?!", "\0", "%"])
def test_nothing_is_suggested_of_nothing(typed):
    assert suggest(typed) == ()


def test_suggestions_are_few_and_differ():
    found = suggest("ch", limit=5)
    assert len(found) == 5
    assert len({each.label for each in found}) == 5


def test_a_town_says_that_it_is_one():
    (first, *_) = suggest("quimperl")
    assert (first.reading, first.value) == (Reading.PLACE, "29233")


@pytest.mark.parametrize(
    ("typed", "apart"),
    [("boulanger lyo", ("boulanger", "Lyon")), ("permis à brest", ("permis", "Brest")), ("nantes", ("", "Nantes"))],
)
def test_words_and_town_are_told_apart(typed, apart):
    (town,) = [each for each in suggest(typed) if each.label.endswith(apart[1])]
    assert (town.words, town.place) == apart
    assert own().town_meant(town.place).insee == town.value  # type: ignore[union-attr]


def test_suggestions_come_at_once():
    own_suggester()
    took = []
    for typed in ("bo", "boulan", "chauffeur de", "anglais ly", "se", "xyzxyz"):
        began = time.process_time()
        for _ in range(20):
            suggest(typed)
        took.append((time.process_time() - began) / 20)
    assert sorted(took)[len(took) // 2] < 0.001, took
