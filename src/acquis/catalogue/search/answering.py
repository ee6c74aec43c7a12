"""A question answered by an index, wherever its offers come from: read, run, ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from .columns import asking, criteria, ordering
from .columns.asking import Found
from .columns.container import Array
from .columns.segment import Segment
from .columns.store import Snapshot
from .plan import Plan
from .types import LAST_PAGE, Count, Facet, Reason, SearchRequest, Sort, Understood


class Answered(NamedTuple):
    """An offer that was found: its key, what a list shows of it as JSON, and why it comes where it does."""

    key: str
    card: bytes
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an index answers. `page` is the page given, the last one when fewer were found than was asked for."""

    plan: Plan
    understood: Understood
    total: int
    page: int
    pages: int
    offers: tuple[Answered, ...]
    facets: dict[Facet, tuple[Count, ...]]
    towns: dict[str, int]


def answer(
    snapshot: Snapshot, readings: Iterable[tuple[Plan, Understood]], *, on: date, with_towns: bool = False
) -> Answer:
    """The answer of the first reading that finds something; of the closest one, which comes first, when none does."""
    first: tuple[Plan, Understood, Found] | None = None
    for plan, understood in readings:
        found = run(snapshot, plan, on=on, with_towns=with_towns)
        if first is None or found.total:
            first = plan, understood, found
        if found.total:
            break
    if first is None:
        first = Plan(clauses=(), request=SearchRequest()), Understood(), Found.nothing()
    return shown(snapshot, *first)


def run(snapshot: Snapshot, plan: Plan, *, on: date, with_towns: bool = False) -> Found:
    """Put one plan to the index."""
    numbers, sets = criteria.of(plan, on=on, with_towns=with_towns)
    return asking.find(snapshot.segments, plan, numbers, sets, most=criteria.most_kept(plan.request))


def shown(snapshot: Snapshot, plan: Plan, understood: Understood, found: Found) -> Answer:
    """The page that was asked for, in its order."""
    request, segments = plan.request, snapshot.segments
    has_place = plan.lat is not None and plan.lon is not None
    is_relevance = request.sort is Sort.RELEVANCE or (request.sort is Sort.DISTANCE and not has_place)
    pages = max(1, min(LAST_PAGE, -(-found.total // max(1, request.per_page))))
    page = min(max(1, request.page), pages)
    begin, end = (page - 1) * request.per_page, page * request.per_page
    seen = max(end, criteria.WINDOW)
    order: Sequence[int] = range(min(seen, len(found.keys)))
    if is_relevance and begin < criteria.WINDOW:
        tiers = (found.keys[: criteria.WINDOW] >> ordering.TIER_SHIFT).tolist()
        order = ordering.spread(tiers, _providers(segments, found.places[: criteria.WINDOW]).__getitem__, most=end)
        if len(found.keys) > len(tiers):
            order = [*order, *range(len(tiers), len(found.keys))]
    kept = np.array(order[begin:end], np.int64)
    why = ordering.reasons(
        found.keys[kept].tolist(), found.parts[kept].tolist(), has_place=has_place, is_relevance=is_relevance
    )
    told = zip(_read(segments, found.places[kept]), why, strict=True)
    offers = [Answered(key.decode(), card, reasons) for (key, card), reasons in told]
    return Answer(
        plan=plan,
        understood=understood,
        total=found.total,
        page=page,
        pages=pages,
        offers=tuple(offers),
        facets=criteria.facets(found),
        towns=dict(_towns(segments, found)),
    )


def _apart(segments: tuple[Segment, ...], places: Array) -> tuple[Array, Array, Segment | None]:
    """The offers and the segments of some places, and the one segment where all of them are, if there is one."""
    if len(segments) == 1:
        return places, _NOWHERE, segments[0]
    docs, of = places & 0xFFFFFFFF, places >> 32
    return docs, of, segments[of[0]] if len(of) and of.min() == of.max() else None


_NOWHERE = np.empty(0, np.int64)


def _providers(segments: tuple[Segment, ...], places: Array) -> Sequence[object]:
    """Whose the offers at some places are: numbers where all are in one segment, else names."""
    docs, of, alone = _apart(segments, places)
    if alone is not None:
        numbers: list[object] = alone.arrays["providers"][docs].tolist()
        return numbers
    return [segments[segment].provider(doc) for segment, doc in zip(of.tolist(), docs.tolist(), strict=True)]


def _read(segments: tuple[Segment, ...], places: Array) -> Iterable[tuple[bytes, bytes]]:
    """The keys and the cards of the offers at some places."""
    docs, of, alone = _apart(segments, places)
    if alone is not None:
        return zip(alone.keys.several(docs), alone.cards.several(docs), strict=True)
    pairs = zip(of.tolist(), docs.tolist(), strict=True)
    return [(segments[at].keys[doc], segments[at].cards[doc]) for at, doc in pairs]


def _towns(segments: tuple[Segment, ...], found: Found) -> Iterator[tuple[str, int]]:
    """The towns where offers were found, with their number."""
    together: dict[str, int] = {}
    for number, counts in found.towns:
        table = segments[number].table("towns")
        for code in counts.nonzero()[0].tolist():
            if table[code]:
                together[table[code]] = together.get(table[code], 0) + int(counts[code])
    yield from together.items()
