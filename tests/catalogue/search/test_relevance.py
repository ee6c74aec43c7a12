"""The first ten offers of judged questions, by the product's own index: the halves worked on and kept aside."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import pytest
from tests.catalogue.search import judging

from acquis.catalogue.search.answering import answer
from acquis.catalogue.search.columns import machine
from acquis.catalogue.search.columns.store import Snapshot, Store
from acquis.catalogue.search.columns.vocabulary import Words
from acquis.catalogue.search.types import SearchRequest
from acquis.catalogue.search.understanding import plans

#: (well spelt, misspelt): the same is found, near enough.
TWINS = [
    ("plombier", "plonbier"), ("secrétaire", "secretere"), ("excel", "exel"), ("anglais", "anglai"),
    ("orthographe", "ortographe"), ("mécanicien auto", "mecanissien auto"), ("développeur web", "developeur web"),
    ("coiffure", "coifure"), ("bilan de compétences", "bilan de conpetence"), ("permis moto", "permi motto"),
]  # fmt: skip


class Indexed:
    """A drawn catalogue and the index of it."""

    def __init__(self, offers: list[judging.Offer], snapshot: Snapshot) -> None:
        self.offers, self.snapshot = offers, snapshot
        self.words = Words(snapshot)
        self.place = {offer["offer_id"]: at for at, offer in enumerate(offers)}

    def first_ten(self, question: str) -> list[int]:
        readings = plans(SearchRequest(text=question, per_page=10), self.words, on=judging.ON)
        return [self.place[offer.key] for offer in answer(self.snapshot, readings, on=judging.ON).offers]

    def marks(self, half: str) -> list[judging.Mark]:
        asked = dict(judging.halves())[half]
        return [judging.mark(each, self.offers, self.first_ten(each.query)) for each in asked]


@pytest.fixture(scope="module")
def indexed():
    assert machine.make()
    offers = judging.catalogue(3_000, seed=11)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with store.writing_alone():
            store.make(judging.documents(offers), position={})
        snapshot = store.snapshot()
        assert snapshot is not None
        yield Indexed(offers, snapshot)


@pytest.mark.parametrize("half", ["worked on", "kept aside"])
def test_the_first_ten_are_good_and_none_breaks_the_question(indexed, half):
    marks = indexed.marks(half)
    worth = sorted(mark.ndcg for mark in marks if mark.ndcg is not None)
    worst = sorted((mark.ndcg, mark.query) for mark in marks if mark.ndcg is not None)[:8]
    assert statistics.mean(worth) >= 0.92, worst
    assert worth[len(worth) // 10] >= 0.6, worst
    assert [mark.query for mark in marks if mark.broken] == []
    assert statistics.mean(mark.share for mark in marks) <= 0.3


def test_what_the_catalogue_has_not_finds_nothing_wrong(indexed):
    for question in ("yoga", "équitation", "tricot", "krav maga", "plongée sous-marine"):
        assert [indexed.offers[at]["title"] for at in indexed.first_ten(question)] == []


@pytest.mark.parametrize(("good", "bad"), TWINS)
def test_a_misspelt_question_finds_what_the_right_one_finds(indexed, good, bad):
    assert indexed.first_ten(bad) == indexed.first_ten(good)
