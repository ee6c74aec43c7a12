"""A plan executed in plain Python: slow, obvious, and so the measure of the index and of what understanding asks of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from acquis.catalogue.search.places import distance_km
from acquis.catalogue.search.plan import Clause, OfferDocument, Part, Plan, Way
from acquis.catalogue.search.tokens import EMPTY, folded, stem
from acquis.catalogue.search.types import SearchRequest
from acquis.catalogue.types import Modality

#: What a word found in a part weighs, and an exact value.
WEIGHTS = {Part.TITLE: 146, Part.CERTIFICATION: 98, Part.TRADES: 85, Part.PROVIDER: 85, Part.BODY: 43}
EXACT = 160
HEADS = (Part.TITLE, Part.CERTIFICATION, Part.TRADES)
TITLE_WORDS = 8


def exact_values(document: OfferDocument) -> Iterator[str]:
    """The exact values by which an offer is found."""
    yield from (f"training:{document.training}", f"provider:{document.provider}", f"register:{document.register}")
    yield from (f"code:{document.code}", f"kind:{document.kind}")
    if document.level is not None:
        yield f"level:{document.level}"
    yield from (f"rome:{code}" for code in document.rome)
    yield from (f"formacode:{code[:n]}" for code in document.formacode for n in range(3, len(code) + 1))


class Catalogue:
    """Documents and their words; it is the vocabulary too."""

    def __init__(self, documents: Iterable[OfferDocument]) -> None:
        self.documents = list(documents)
        self.texts: list[dict[Part, list[list[str]]]] = []
        self.exact: list[frozenset[str]] = []
        self.having: dict[str, set[int]] = defaultdict(set)
        self.written: dict[str, set[int]] = defaultdict(set)
        for at, document in enumerate(self.documents):
            self._add(at, document)
        self._sorted = sorted(self.written)

    def _add(self, at: int, document: OfferDocument) -> None:
        said = {
            Part.TITLE: [document.title],
            Part.CERTIFICATION: [document.certification],
            Part.TRADES: list(document.trades),
            Part.PROVIDER: [document.provider_name],
            Part.BODY: [document.body],
        }
        texts = {p: [[w for w in folded(text) if w not in EMPTY] for text in each] for p, each in said.items()}
        for part, each in texts.items():
            for text in each:
                for word in text:
                    self.having[stem(word)].add(at)
                    if part in HEADS:
                        self.written[word].add(at)
        self.texts.append({part: [[stem(word) for word in text] for text in each] for part, each in texts.items()})
        self.exact.append(frozenset(exact_values(document)))
        for value in self.exact[-1]:
            self.having[value].add(at)

    # The vocabulary.

    def count(self, term: str) -> int:
        return len(self.having.get(term, ()))

    def known(self, word: str) -> bool:
        return word in self.written

    def beginning_with(self, prefix: str) -> Iterator[tuple[str, int]]:
        return ((word, len(self.written[word])) for word in self._sorted if word.startswith(prefix))

    # The execution.

    def worth(self, way: Way, at: int) -> float:
        """What a way weighs in an offer; 0 when it is not found there."""
        if ":" in way.terms[0]:
            return EXACT * way.weight if way.terms[0] in self.exact[at] else 0.0
        best = 0.0
        for part in way.parts or frozenset(Part):
            for text in self.texts[at][part]:
                place = self._place(text, way, at, part)
                if place is not None:
                    weight = WEIGHTS[part]
                    if part is Part.TITLE:
                        weight = 255 * (share := _share(len(text)) * (1 - 0.05 * min(place, 8))) / (share + 3)
                    best = max(best, weight * way.weight)
        return best

    def _place(self, text: list[str], way: Way, at: int, part: Part) -> int | None:
        many = len(way.terms)
        if way.beginning:
            if part not in HEADS:
                return None
            lasts = {stem(w) for w in self._words_from(way.terms[-1]) if at in self.written[w]}
        else:
            lasts = {way.terms[-1]}
        for first in range(len(text) - many + 1):
            if text[first : first + many - 1] == list(way.terms[:-1]) and text[first + many - 1] in lasts:
                return first
        return None

    def _words_from(self, prefix: str) -> list[str]:
        return [word for word, _ in self.beginning_with(prefix)]

    def candidates(self, way: Way) -> set[int]:
        if way.beginning:
            return set().union(*(self.written[word] for word in self._words_from(way.terms[-1])))
        rarest = min(way.terms, key=self.count)
        return self.having.get(rarest, set())

    def run(self, plan: Plan, on: date) -> list[tuple[float, int]]:
        """(score, document) of all offers that answer, the best first."""
        scores: dict[int, float] = Counter()
        held: dict[int, int] = Counter()
        kept: set[int] | None = None
        for clause in plan.clauses:
            found = self._scored(clause)
            if clause.unwanted:
                kept = (set(range(len(self.documents))) if kept is None else kept) - found.keys()
            elif clause.needed:
                kept = set(found) if kept is None else kept & found.keys()
            for at, worth in found.items():
                scores[at] += worth
                held[at] += not clause.needed and not clause.unwanted
        everything: Iterable[int] = range(len(self.documents)) if kept is None else kept
        answers = [at for at in everything if held[at] >= plan.least and keeps(plan, self.documents[at], on)]
        if plan.lat is not None:
            # Where a place is named, what is followed there comes before what is followed from anywhere.
            for at in answers:
                scores[at] *= 0.25 if self.documents[at].modality == Modality.REMOTE else 1.0
        order = {at: self._further(plan, at, on) for at in answers}
        return [(scores[at], at) for at in sorted(answers, key=lambda at: (-round(scores[at] / 4), *order[at]))]

    def _scored(self, clause: Clause) -> dict[int, float]:
        found: dict[int, float] = {}
        for way in clause.ways:
            for at in self.candidates(way):
                worth = self.worth(way, at)
                if worth > found.get(at, 0.0):
                    found[at] = worth
        return found

    def _further(self, plan: Plan, at: int, on: date) -> tuple[float, int, str]:
        document = self.documents[at]
        km = 0.0
        if plan.lat is not None and plan.lon is not None:
            there = document.lat is not None and document.lon is not None
            km = distance_km(plan.lat, plan.lon, document.lat, document.lon) if there else 1e6  # type: ignore[arg-type]
        soon = 0 if document.permanent else min((d for d in document.days if d >= on.toordinal()), default=10**7)
        return km, soon, document.key


def _share(length: int) -> float:
    return 4.0 / (0.5 + 0.5 * length / 6)


def keeps(plan: Plan, document: OfferDocument, on: date) -> bool:
    """Whether an offer meets the criteria of the request, and can still be joined."""
    request = plan.request
    if plan.lat is not None and plan.lon is not None and document.modality != Modality.REMOTE:
        if document.lat is None or document.lon is None:
            return False
        if distance_km(plan.lat, plan.lon, document.lat, document.lon) > request.radius_km:
            return False
    return _within(request, document) and _starts(request, document, on)


def _within(request: SearchRequest, document: OfferDocument) -> bool:
    sets = (
        (request.registers, {document.register}),
        (request.levels, {document.level}),
        (request.modalities, {document.modality}),
        (request.domains, {code[:3] for code in document.formacode}),
        (request.rhythms, document.rhythms),
        (request.fundings, document.fundings),
        (request.languages, {document.language}),
        (request.kinds, {document.kind}),
    )
    bounds = (
        (request.min_price_cents, request.max_price_cents, document.price_cents),
        (request.min_hours, request.max_hours, document.hours),
    )
    return (
        all(not wanted or not wanted.isdisjoint(has) for wanted, has in sets)
        and all((low is None or value >= low) and (high is None or value <= high) for low, high, value in bounds)
        and (document.accessible or not request.accessible)
        and (not request.certification_code or request.certification_code == document.code)
        and (request.provider_id is None or str(request.provider_id) == document.provider)
    )


def _starts(request: SearchRequest, document: OfferDocument, on: date) -> bool:
    first = max(on, request.starts_from or on).toordinal()
    last = (request.starts_until or date.max).toordinal()
    return document.permanent or any(first <= day <= last for day in document.days)
