"""Our index asked the same as its peers: all the words, criteria, radius, the best twenty and exact counts.

`Ours` is the bare engine, as the peers are; `Product` reads the question as the product does, then asks the same index.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import django
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from acquis.catalogue.search import answering, understanding
from acquis.catalogue.search.columns import machine
from acquis.catalogue.search.columns.store import Store
from acquis.catalogue.search.columns.vocabulary import Words
from acquis.catalogue.search.plan import Clause, OfferDocument, Plan, Way
from acquis.catalogue.search.tokens import fold, stem
from acquis.catalogue.search.types import SearchRequest, Understood
from acquis.catalogue.types import Modality, Register

from .catalogue import TODAY
from .questions import Question


class Ours:
    name = "acquis"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # As a process that serves does: what is measured is not the compiler.
        assert machine.make()
        self.store = Store(folder)
        self._words: dict[str, list[str]] = {}

    def build(self, offers: Iterable[OfferDocument]) -> None:
        with self.store.writing_alone():
            self.store.make(offers, position={})

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.store.folder.iterdir())

    def ask(self, question: Question) -> tuple[int, list[str]]:
        """(how many, the keys of the best twenty); the counts are made too."""
        answer = self._run(question, question.words)
        if not answer.total and not question.prefix:
            mended = tuple(self._mended(fold(word)) for word in question.words)
            if mended != question.words:
                answer = self._run(question, mended)
        return answer.total, [offer.key for offer in answer.offers]

    def request(self, question: Question, text: str = "") -> SearchRequest:
        """The criteria beside the words."""
        return SearchRequest(
            text=text,
            radius_km=question.radius_km,
            max_price_cents=question.max_price_cents,
            modalities=frozenset({Modality(question.modality)} if question.modality else ()),
            registers=frozenset({Register(question.register)} if question.register else ()),
        )

    def _run(self, question: Question, words: tuple[str, ...]) -> answering.Answer:
        folded = [fold(word) for word in words]
        if question.prefix:
            clauses = tuple(Clause(ways=(Way(terms=(word,), beginning=True),)) for word in folded)
        else:
            clauses = tuple(Clause(ways=(Way(terms=(stem(word),)),)) for word in folded)
        plan = Plan(clauses=clauses, request=self.request(question), lat=question.lat, lon=question.lon)
        snapshot = self.store.snapshot()
        assert snapshot is not None
        return answering.shown(snapshot, plan, Understood(), answering.run(snapshot, plan, on=TODAY))

    def _mended(self, word: str) -> str:
        snapshot = self.store.snapshot()
        assert snapshot is not None
        words = Words(snapshot)
        if words.known(word):
            return word
        near = self._words.get(word[:1])
        if near is None:
            near = self._words[word[:1]] = [known for known, _ in words.beginning_with(word[:1])]
        found = process.extract(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=5)
        counts = {known: words.count(stem(known)) for known, _, _ in found}
        return max(counts, key=lambda known: counts[known], default=word)


class Product(Ours):
    """The whole answer: the question read (trades, places, limits, spelling), then the same index. Nothing is kept
    from one question to the next but where terms lie."""

    name = "acquis, understanding included"

    def __init__(self, ours: Ours) -> None:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DEMO": "true"}
        django.setup()
        self.store = ours.store

    def ask(self, question: Question) -> tuple[int, list[str]]:
        snapshot = self.store.snapshot()
        assert snapshot is not None
        answer = answering.answer(snapshot, self._readings(question, Words(snapshot)), on=TODAY)
        return answer.total, [offer.key for offer in answer.offers]

    def _readings(self, question: Question, words: Words) -> Iterator[tuple[Plan, Understood]]:
        for plan, understood in understanding.plans(self.request(question, question.text), words, on=TODAY):
            yield (plan if question.lat is None else replace(plan, lat=question.lat, lon=question.lon)), understood
