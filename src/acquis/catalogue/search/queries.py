"""Ask the index: words, place, filters, counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import tantivy
from tantivy import Occur, Query

from acquis.rules.types import Action

from ..models import Town as TownTable
from ..models import Training
from ..types import Entry, Modality, OfferState, Register
from . import index, places, words
from .documents import ANY_DAY, day_number, day_of_number, everything
from .types import LAST_PAGE, Count, Facet, Hit, SearchRequest, SearchResult, Sort, Spot, Understood

#: Up to this many trainings an absent index is made while the reader waits; beyond, they are told to come back.
_MADE_AT_ONCE = 5_000
_MOST_SPOTS = 400
#: The facets this index counts.
COUNTED = (Facet.REGISTER, Facet.LEVEL, Facet.MODALITY)


def search(request: SearchRequest, *, on: date) -> SearchResult:
    """The offers that answer, on the legal day `on`: those whose sessions are all past are not found.

    Words are joined by « and »; when nothing has them all, mistyped words are corrected, then most of the words do.
    Remote offers are found around every place. Counts are exact, each facet counted without its own filter.
    """
    searcher = index.searcher() or _made_now()
    if searcher is None:
        return SearchResult(ready=False)
    asked, understood = _understand(request)
    around = places.towns_around(understood.town, request.radius_km) if understood.town else None
    filters = _filters(request)
    base = [*_always(request, around, on), *_sortable(request, around)]

    query, understood = _matching(searcher, asked, understood, [*base, *filters.values()])
    whole = _all([query, *base, *filters.values()])
    found: int = searcher.search(whole, 1, count=True).count  # type: ignore[attr-defined]
    pages = max(1, min(LAST_PAGE, -(-found // request.per_page)))
    page = min(max(1, request.page), pages)
    return SearchResult(
        total=found,
        hits=_hits(searcher, whole, request, understood, page, on),
        facets={facet: _count(searcher, query, base, filters, facet) for facet in COUNTED},
        understood=understood,
        page=page,
        pages=pages,
        spots=_spots(searcher, whole),
    )


def _made_now() -> tantivy.Searcher | None:
    """Make a small absent index at once. None when it is large, or being made by another."""
    if Training.objects.filter(state=OfferState.PUBLISHED)[: _MADE_AT_ONCE + 1].count() > _MADE_AT_ONCE:
        return None
    with index.writing_alone(wait=False) as alone:
        if alone and index.searcher() is None:
            index.make(everything())
    return index.searcher()


def towns_between(
    south: float, west: float, north: float, east: float, *, limit: int
) -> list[tuple[str, float, float]]:
    """The largest towns of a window on the ground, as (name, latitude, longitude): the ground of a small map."""
    rows = TownTable.objects.filter(lat__range=(south, north), lon__range=(west, east)).order_by("-population")
    found = rows.values_list("name", "lat", "lon")[:limit]
    return [(name, lat, lon) for name, lat, lon in found if lat is not None and lon is not None]


# What was asked -------------------------------------------------------------------------------------------------


def _understand(request: SearchRequest) -> tuple[list[str], Understood]:
    """The folded words to look for, and how place and words were read."""
    text, town, in_words, unknown = request.text[:200], None, False, ""
    if request.place.strip() or request.insee:
        town = places.town_meant(request.place, request.insee)
        unknown = "" if town else request.place.strip()
    elif (placed := places.place_in(text)) is not None:
        (text, town), in_words = placed, True
    asked = words.words_of(text)
    return asked, Understood(
        words=words.shown(text, asked),
        town=town,
        radius_km=request.radius_km if town else None,
        place_in_words=in_words,
        place_unknown=unknown,
    )


def _matching(
    searcher: tantivy.Searcher, asked: list[str], understood: Understood, others: list[Query]
) -> tuple[Query, Understood]:
    """The query for the words: all of them; else corrected; else most of them."""
    if not asked:
        return Query.all_query(), understood
    strict = _words_query(asked, beginning=True)
    if _any(searcher, [strict, *others]) or _any(searcher, [strict]):
        return strict, understood
    corrected = [_corrected(searcher, word) for word in asked]
    if corrected != asked:
        pairs = tuple((typed, taken) for typed, taken in zip(asked, corrected, strict=True) if typed != taken)
        mended = _words_query(corrected, beginning=False)
        if _any(searcher, [mended]):
            shown = tuple(dict(pairs).get(word, told) for word, told in zip(asked, understood.words, strict=True))
            return mended, replace(understood, corrected=pairs, words=shown)
    if len(corrected) > 1:
        some = _words_query(corrected, beginning=True, most=True)
        if _any(searcher, [some]):
            return some, replace(understood, some_words=True)
    return strict, understood


def _any(searcher: tantivy.Searcher, queries: list[Query]) -> bool:
    return bool(searcher.search(_all(queries), 1, count=False).hits)


def _words_query(asked: list[str], *, beginning: bool, most: bool = False) -> Query:
    """Each word somewhere, by its stem; the exact word and the title weigh most, synonyms less.

    With `beginning` the last word may be the beginning of one. With `most` half of the words are enough.
    """
    expressions = words.expressions(asked)
    parts = []
    for at, expression in enumerate(expressions):
        last = beginning and at == len(expressions) - 1
        ways = [(Occur.Should, _said(expression, exact=True, beginning=last))]
        ways += [
            (Occur.Should, Query.boost_query(_said(other, exact=False, beginning=False), 0.35))
            for other in words.synonyms(expression)
        ]
        parts.append(Query.boolean_query(ways) if len(ways) > 1 else ways[0][1])
    if most:
        return Query.boolean_query([(Occur.Should, part) for part in parts], max(1, len(parts) // 2))
    return _all(parts)


_WEIGHTS = (("title", 4.0), ("certification", 2.0), ("provider", 1.5), ("body", 0.6))


def _said(expression: str, *, exact: bool, beginning: bool) -> Query:
    """One way of saying, of one or several words: all of its words, in one field or another."""
    schema = index.schema()
    stems = words.phrase(expression).split() or [expression]
    if len(stems) > 1:
        # Several words mean one thing only side by side.
        ways = [
            Query.boost_query(Query.phrase_query(schema, field, list(stems), 1), weight) for field, weight in _WEIGHTS
        ]
        return Query.disjunction_max_query(ways, 0.2)
    ways = [Query.boost_query(Query.term_query(schema, field, stems[0]), weight) for field, weight in _WEIGHTS]
    word = expression if exact else next(iter(words.words_of(expression)), expression)
    ways.append(Query.boost_query(Query.term_query(schema, "words", word), 3.0))
    if beginning and len(word) >= 3 and word.isalnum():
        ways.append(Query.boost_query(Query.regex_query(schema, "words", f"{word}.*"), 0.8))
    return Query.disjunction_max_query(ways, 0.2)


def _corrected(searcher: tantivy.Searcher, word: str) -> str:
    """The word of the index that was meant, or the word itself when it is known or nothing is near."""
    if searcher.search(_said(word, exact=True, beginning=False), 1, count=False).hits or not word.isalpha():
        return word
    # People seldom miss the first letter; when they do, the whole vocabulary is read.
    for prefix in (word[:1], ""):
        meant = words.near(word, searcher.terms_with_prefix("words", prefix))
        if meant:
            return meant
    return word


# Filters --------------------------------------------------------------------------------------------------------


def _always(request: SearchRequest, around: dict[str, float] | None, on: date) -> list[Query]:
    """The filters that belong to no facet. None of them weighs in the order but what is near."""
    schema = index.schema()
    kept = [_range("starts", day_number(_first_day(request, on)), None)]
    if around is not None:
        near = Query.term_set_query(schema, "town", list(around))
        remote = Query.term_query(schema, "modality", str(Modality.REMOTE), "basic")
        # What is near comes before what is anywhere, other things being equal.
        both = [(Occur.Should, Query.const_score_query(near, 2.0)), (Occur.Should, _unweighed(remote))]
        kept.append(Query.boolean_query(both))
    if request.max_price_cents is not None:
        kept.append(_range("price", None, request.max_price_cents))
    if request.provider_id is not None:
        kept.append(_unweighed(Query.term_query(schema, "provider_id", str(request.provider_id), "basic")))
    if request.certification_code:
        kept.append(_unweighed(Query.term_query(schema, "code", request.certification_code.upper(), "basic")))
    return kept


def _filters(request: SearchRequest) -> dict[Facet, Query]:
    """The filters by facet, for those where something was chosen."""
    chosen: dict[Facet, Iterable[object]] = {
        Facet.REGISTER: request.registers,
        Facet.LEVEL: request.levels,
        Facet.MODALITY: request.modalities,
    }
    return {
        facet: _unweighed(Query.term_set_query(index.schema(), facet.value, sorted(str(v) for v in values)))
        for facet, values in chosen.items()
        if values
    }


def _first_day(request: SearchRequest, on: date) -> date:
    return max(on, request.starts_from) if request.starts_from else on


def _range(field: str, low: int | None, high: int | None) -> Query:
    return _unweighed(Query.range_query(index.schema(), field, tantivy.FieldType.Integer, low, high))


def _unweighed(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def _sortable(request: SearchRequest, around: dict[str, float] | None) -> list[Query]:
    """For the order by distance: rings of one kilometre, the nearer the heavier; remote offers come last."""
    if request.sort is not Sort.DISTANCE or not around:
        return []
    rings: dict[int, list[str]] = {}
    for insee, km in around.items():
        rings.setdefault(round(km), []).append(insee)
    weights = [
        (
            Occur.Should,
            Query.const_score_query(Query.term_set_query(index.schema(), "town", towns), 1000.0 * (200 - km)),
        )
        for km, towns in rings.items()
    ]
    everywhere = (Occur.Should, Query.const_score_query(Query.all_query(), 1.0))
    return [Query.boolean_query([*weights, everywhere])]


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


# Answers --------------------------------------------------------------------------------------------------------


def _count(
    searcher: tantivy.Searcher, query: Query, base: list[Query], filters: dict[Facet, Query], facet: Facet
) -> tuple[Count, ...]:
    others = [each for name, each in filters.items() if name is not facet]
    asked = {"by": {"terms": {"field": facet.value, "size": 50, "segment_size": 1000}}}
    buckets = searcher.aggregate(_all([query, *base, *others]), asked)["by"]["buckets"]
    return tuple(Count(value=b["key"], count=b["doc_count"]) for b in buckets if b["key"] != "-")


def _spots(searcher: tantivy.Searcher, whole: Query) -> tuple[Spot, ...]:
    # A remote offer is nowhere in particular.
    remote = Query.term_query(index.schema(), "modality", str(Modality.REMOTE), "basic")
    somewhere = Query.boolean_query([(Occur.Must, whole), (Occur.MustNot, remote)])
    asked = {"by": {"terms": {"field": "town", "size": _MOST_SPOTS, "segment_size": 4 * _MOST_SPOTS}}}
    counts = Counter({b["key"]: b["doc_count"] for b in searcher.aggregate(somewhere, asked)["by"]["buckets"]})
    towns = TownTable.objects.filter(pk__in=[*counts]).values_list("insee", "name", "lat", "lon")
    return tuple(
        Spot(insee=insee, name=name, lat=lat, lon=lon, count=counts[insee])
        for insee, name, lat, lon in sorted(towns, key=lambda town: -counts[town[0]])
        if lat is not None and lon is not None
    )


_ORDERS = {Sort.PRICE: "price", Sort.DATE: "next"}


def _hits(
    searcher: tantivy.Searcher, whole: Query, request: SearchRequest, understood: Understood, page: int, on: date
) -> tuple[Hit, ...]:
    field = _ORDERS.get(request.sort)
    order = tantivy.Order.Asc if field else tantivy.Order.Desc
    offset = (page - 1) * request.per_page
    found = searcher.search(whole, request.per_page, count=False, order_by_field=field, offset=offset, order=order).hits
    first = _first_day(request, on)
    return tuple(_hit(json.loads(searcher.doc(at)["card"][0]), understood, first) for _, at in found)


def _hit(card: dict[str, Any], understood: Understood, first: date) -> Hit:
    coming = [(day, session) for day, session in card["sessions"] if day >= day_number(first)]
    day, session = coming[0]
    town, distance = understood.town, None
    if town and town.lat is not None and town.lon is not None and card["lat"] is not None:
        distance = places.distance_km(town.lat, town.lon, card["lat"], card["lon"])
    return Hit(
        training_id=UUID(card["training"]),
        action_id=UUID(card["action"]),
        session_id=UUID(session),
        provider_id=UUID(card["provider_id"]),
        title=card["title"],
        provider=card["provider"],
        certification_code=card["code"],
        certification_title=card["certification"],
        register=Register(card["register"]),
        level=card["level"],
        action_kind=Action(card["kind"]) if card["kind"] else None,
        modality=Modality(card["modality"]),
        entry=Entry(card["entry"]),
        hours=card["hours"],
        price_cents=card["price"],
        starts_on=day_of_number(day) if day != ANY_DAY else None,
        sessions=len(coming),
        town=card["town"],
        postal_code=card["postal_code"],
        town_insee=card["insee"],
        lat=card["lat"],
        lon=card["lon"],
        distance_km=distance,
    )
