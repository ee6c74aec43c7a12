"""A plan put to the segments: its ways become lists and weights, then the loops run over each segment in turn."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log
from typing import Any

import numpy as np

from ..plan import Clause, Part, Plan, Way
from . import counting, keeping, kernels, leaving
from .container import Array
from .segment import Segment

#: The weight of a term that one offer in so many has grows by quarters, so that few edits change an order.
_STEPS = 4
#: Weights are whole numbers: a way's weight, times the rarity of its clause, in this many parts.
_SCALE = 64

_BITS = {Part.TITLE: 1, Part.CERTIFICATION: 2, Part.TRADES: 4, Part.PROVIDER: 8, Part.BODY: 16}
_KINDS = {True: kernels.NEEDED, False: kernels.OPTIONAL}


@dataclass(slots=True)
class Found:
    """What the loops left: how many offers, and of those kept, best first, the key, the place and the parts found.

    A place is segment << 32 | document; among the parts is `keeping.REMOTE`. `bins`, `counts` and `domains` are exact
    counts as the loops leave them; `towns` are (segment, column of counts by the segment's number of the town).
    """

    total: int
    keys: Array
    places: Array
    parts: Array
    bins: Array
    counts: Array
    domains: Array
    towns: list[tuple[int, Array]]

    @classmethod
    def nothing(cls) -> Found:
        """What an index without offers leaves."""
        none = np.empty(0, np.int64)
        return cls(0, none, none, none, *_no_counts(), [])


def _no_counts() -> tuple[Array, Array, Array]:
    bins, domains = np.zeros(counting.BINS, np.int32), np.zeros(counting.DOMAINS, np.int64)
    return bins, np.zeros((counting.FACETS, counting.WIDTH), np.int64), domains


class _Room:
    """Room for one question at a time."""

    documents = 0
    made = 0

    def __init__(self) -> None:
        self.tiers = np.empty(keeping.TIERS, np.int64)

    def room_for(self, documents: int) -> None:
        if documents > self.documents:
            self.documents = documents
            self.marks = np.zeros((documents + 15) // 8 * 8, np.uint8)
            self.docs = np.empty(documents, np.int32)
            self.scores = np.empty(documents, np.int64)
            self.parts = np.empty(documents, np.uint8)
            self.bests = np.empty(documents, np.int64)
            self.best_parts = np.empty(documents, np.uint8)
            self.held = np.empty(documents, np.int32)
            self.fails = np.empty(documents, np.uint16)
            self.traits = np.empty(documents, np.uint64)
            self.starts = np.empty(documents, np.int32)

    def room_for_made(self, many: int) -> None:
        if many > self.made:
            self.made = max(1024, many)
            self.made_docs = np.empty(self.made, np.int32)
            self.made_impacts, self.made_heads, self.made_parts = (np.empty(self.made, np.uint8) for _ in range(3))


class _Scratch(threading.local):
    """Each thread has its room."""

    def __init__(self) -> None:
        self.room = _Room()


_scratch = _Scratch()


def find(segments: Sequence[Segment], plan: Plan, criteria: Array, sets: dict[str, Any], *, most: int) -> Found:
    """Run a plan over all segments. `criteria` and `sets` are those of `criteria.of`."""
    clauses = [*plan.clauses, *_required(plan)]
    weights = weights_of(segments, clauses)
    bins, counts, domains = _no_counts()
    keys, places, masks = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64)
    towns: list[tuple[int, Array]] = []
    total = kept = 0
    day, has_filters = int(criteria[counting.FIRST_DAY]), bool(criteria[counting.HAS_FILTERS])
    with_towns = bool(criteria[counting.WITH_TOWNS])
    room = _scratch.room
    for number, segment in enumerate(segments):
        many = _candidates(segment, clauses, weights, plan.least)
        if many == 0:
            continue
        arrays = segment.arrays
        spent = _spent(segment, int(criteria[counting.BUDGET]), sets["capped"])
        docs, scores, parts, traits, starts = room.docs, room.scores, room.parts, room.traits, room.starts
        many = leaving.left(
            segment.documents, many, docs, scores, parts, traits, starts, segment.records(day),
            arrays["prices"], arrays["points"], arrays["kinds"], arrays["languages"], criteria, sets["origin"],
            sets["rings"], _most(segment, sets["kinds"], spent if sets["within"] else None),
            _allowed(segment, "languages", sets["languages"]),
        )  # fmt: skip
        if has_filters:
            many = counting.passing(
                many, docs, scores, parts, traits, starts, room.fails, room.held, arrays["prices"], arrays["hours"],
                arrays["day_at"], arrays["days"], arrays["domain_at"], arrays["domains"], criteria, sets["domains"],
                counts, domains,
            )  # fmt: skip
        total += many
        counting.count(many, docs, traits, starts, arrays["domain_at"], arrays["domains"], bins, domains)
        kept = keeping.keep(
            many, number, docs, scores, parts, traits, starts, arrays["prices"], arrays["points"], arrays["day_at"],
            arrays["days"], arrays["uids"], criteria, sets["origin"], sets["rings"], keys, places, masks, kept,
            room.tiers, arrays["kinds"], spent,
        )  # fmt: skip
        if with_towns:
            town_counts = np.zeros(len(arrays["towns.table.at"]), np.int32)
            counting.count_towns(many, docs, traits, arrays["towns"], town_counts)
            towns.append((number, town_counts))
    order = keys[:kept].argsort()[::-1]
    return Found(int(total), keys[order], places[order], masks[order], bins, counts, domains, towns)


def _required(plan: Plan) -> Iterable[Clause]:
    """The criteria of which there is a list: a provider, a certification."""
    request = plan.request
    if request.provider_id is not None:
        yield Clause(ways=(Way(terms=(f"provider:{request.provider_id}",), weight=0.0),))
    if request.certification_code:
        yield Clause(ways=(Way(terms=(f"code:{request.certification_code.upper()}",), weight=0.0),))


# What a way weighs -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _rarity(count: int, documents: int) -> float:
    return floor(_STEPS * log(1 + documents / max(1, count)) + 0.5) / _STEPS


def rarity(segments: Sequence[Segment], term: str) -> float:
    """How much a term says: the natural logarithm of one in so many, by quarters."""
    return _rarity(count(segments, term), sum(segment.documents for segment in segments))


def count(segments: Sequence[Segment], term: str) -> int:
    """How many offers have a term, those that are gone but not yet cleared away among them."""
    many = 0
    for segment in segments:
        low, high = segment.listed(term)
        many += high - low
    return many


def weights_of(segments: Sequence[Segment], clauses: Sequence[Clause]) -> list[list[int]]:
    """What an occurrence's impact is multiplied by, for each way of each clause.

    The ways of a clause say one thing, so they share one rarity, that of the most frequent: a rare way of saying is
    no better than a usual one, and only their own weights part them. What merely prefers weighs a share of the subject.
    """
    documents = sum(segment.documents for segment in segments)
    rarities = [_rarity_of(segments, clause, documents) for clause in clauses]
    subject = max((r for r, each in zip(rarities, clauses, strict=True) if each.needed), default=0.0)
    return [
        [
            max(0, int(way.weight * (rarity if clause.needed else subject or rarity) * _SCALE + 0.5))
            for way in clause.ways
        ]
        for clause, rarity in zip(clauses, rarities, strict=True)
    ]


def _rarity_of(segments: Sequence[Segment], clause: Clause, documents: int) -> float:
    most = max((_most_of(segments, way) for way in clause.ways), default=0)
    return _rarity(min(most, documents), documents)


def _most_of(segments: Sequence[Segment], way: Way) -> int:
    """How many offers a way may be found in: side by side, no more than its rarest term."""
    if len(way.terms) == 1 and not way.beginning:
        return count(segments, way.terms[0])
    counts = [count(segments, term) for term in (way.terms[:-1] if way.beginning else way.terms)]
    if way.beginning:
        bounds = [segment.listed_with(way.terms[-1]) for segment in segments]
        counts.append(sum(high - low for low, high in bounds))
    return min(counts)


# Candidates ------------------------------------------------------------------------------------------------------


def _candidates(segment: Segment, clauses: Sequence[Clause], weights: list[list[int]], least: int) -> int:
    """Fill the scratch room with what the clauses leave of a segment; how many, or -1 for all of it."""
    room = _scratch.room
    room.room_for(segment.documents)
    if not clauses:
        return -1
    lists = [[_list_of(segment, way) for way in clause.ways] for clause in clauses]
    sizes = [sum(high - low for _, low, high in ways) for ways in lists]
    needed = [size for clause, size in zip(clauses, sizes, strict=True) if clause.needed and not clause.unwanted]
    if 0 in needed or (not needed and least and not any(sizes)):
        return 0
    if not needed and not least and not any(sizes):
        return -1
    room.room_for_made(sum(high - low for ways in lists for made, low, high in ways if made) or 1)
    rows: list[tuple[int, ...]] = []
    told: list[tuple[int, int, int]] = []
    at = 0
    for each, ways, row in zip(clauses, lists, weights, strict=True):
        first, entries = len(rows), 0
        for way, (made, begin, end), weighs in zip(each.ways, ways, row, strict=True):
            if begin == end:
                continue
            if made:
                many = _make(segment, way, at)
                begin, end, at = at, at + many, at + many
            rows.append((made, begin, end, weighs, _parts_of(way)))
            entries += end - begin
        told.append((kernels.UNWANTED if each.unwanted else _KINDS[each.needed], first, entries))
    told.append((0, len(rows), 0))
    # What all must have comes first, then what is rare: what the first leave is all that the others look at.
    following = sorted(range(len(clauses)), key=lambda each: (told[each][0] != kernels.NEEDED, told[each][2]))
    arrays = segment.arrays
    return int(
        kernels.candidates(
            segment.documents, np.array(rows, np.int64).reshape(-1, 5), np.array(told, np.int64),
            np.array(following, np.int64), least,
            arrays["post_docs"], arrays["post_impacts"], arrays["post_heads"], arrays["post_parts"], room.made_docs,
            room.made_impacts, room.made_heads, room.made_parts, room.marks, room.docs, room.scores, room.parts,
            room.bests, room.best_parts, room.held,
        )
    )  # fmt: skip


def _parts_of(way: Way) -> int:
    """The parts in which a way is looked for, as bits; 0 for all."""
    return sum([_BITS[part] for part in way.parts]) if way.parts else 0


def _list_of(segment: Segment, way: Way) -> tuple[bool, int, int]:
    """Where the list of a way is; of one that is to be made, no more than it will hold."""
    if len(way.terms) == 1 and not way.beginning:
        return (False, *segment.listed(way.terms[0]))
    *terms, last = way.terms
    if not terms:
        low, high = segment.listed_with(last)
        return True, 0, min(segment.documents, high - low)
    sizes = [high - low for low, high in map(segment.listed, terms if way.beginning else way.terms)]
    return True, 0, min(sizes)


def _make(segment: Segment, way: Way, at: int) -> int:
    """Make the list of words that begin so, or of words side by side, from `at` on; how many offers it has."""
    room, arrays = _scratch.room, segment.arrays
    into = (room.made_docs[at:], room.made_impacts[at:], room.made_heads[at:], room.made_parts[at:])
    *terms, last = way.terms
    if not terms:
        return int(
            kernels.beginning(
                *segment.listed_with(last), arrays["word_docs"], arrays["word_parts"], segment.documents, room.marks,
                *into,
            )
        )  # fmt: skip
    lasts = segment.terms_begun(last) if way.beginning else np.array([segment.term(last)], np.int32)
    bounds = [segment.listed(term) for term in (terms if way.beginning else way.terms)]
    return int(
        kernels.side_by_side(
            np.array([segment.term(term) for term in terms], np.int32), lasts,
            np.array([begin for begin, _ in bounds], np.int64), np.array([end for _, end in bounds], np.int64),
            _parts_of(way), arrays["post_docs"], arrays["post_heads"], arrays["post_parts"], arrays["tokens"],
            arrays["token_ends"], len(into[0]), *into,
        )
    )  # fmt: skip


def _spent(segment: Segment, budget: int, capped: Mapping[str, int]) -> Array:
    """What who asks may spend on an offer of each kind of a segment; of no use without a budget."""
    if budget < 0:
        return _NO_KINDS
    values = segment.table("kinds")
    return np.fromiter((min(budget, capped.get(value, budget)) for value in values), np.int64, len(values))


def _most(segment: Segment, wanted: frozenset[str], spent: Array | None) -> Array:
    """The most that an offer of each kind of a segment may cost, -1 for those that are not wanted."""
    if not wanted and spent is None:
        return _NO_KINDS
    values = segment.table("kinds")
    most = np.full(len(values), counting.NO_LIMIT, np.int64) if spent is None else spent.copy()
    if wanted:
        most[[value not in wanted for value in values]] = -1
    return most


def _allowed(segment: Segment, table: str, wanted: frozenset[str]) -> Array:
    if not wanted:
        return _NONE
    values = segment.table(table)
    # An offer may have several languages.
    return np.fromiter((not wanted.isdisjoint(value.split()) for value in values), np.uint8, len(values))


_NONE, _NO_KINDS = np.zeros(1, np.uint8), np.zeros(1, np.int64)
