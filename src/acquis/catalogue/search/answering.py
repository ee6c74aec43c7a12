"""A question answered by an index, wherever its offers come from: read, run, ordered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .columns import asking, criteria, ordering
from .columns.asking import Found
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
    keys, places = found.keys[:seen].tolist(), found.places[:seen].tolist()
    order: Sequence[int] = range(len(keys))
    if is_relevance and begin < criteria.WINDOW:
        tiers = [key >> ordering.TIER_SHIFT for key in keys[: criteria.WINDOW]]

        def provider(at: int) -> object:
            return segments[places[at] >> 32].provider(places[at] & 0xFFFFFFFF)

        order = ordering.spread(tiers, provider, most=end)
        if len(keys) > len(tiers):
            order = [*order, *range(len(tiers), len(keys))]
    offers = []
    for at in order[begin:end]:
        segment, doc = segments[places[at] >> 32], places[at] & 0xFFFFFFFF
        why = ordering.reasons(keys[at], found.parts.item(at), has_place=has_place, is_relevance=is_relevance)
        offers.append(Answered(segment.keys[doc].decode(), segment.cards[doc], why))
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


def _towns(segments: tuple[Segment, ...], found: Found) -> Iterator[tuple[str, int]]:
    """The towns where offers were found, with their number."""
    together: dict[str, int] = {}
    for number, counts in found.towns:
        table = segments[number].table("towns")
        for code in counts.nonzero()[0].tolist():
            if table[code]:
                together[table[code]] = together.get(table[code], 0) + int(counts[code])
    yield from together.items()
