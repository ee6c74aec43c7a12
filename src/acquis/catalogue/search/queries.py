"""Ask the index of what is on sale: words, place, criteria, counts."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import UUID

from acquis.rules.types import Action

from ..models import Town as TownTable
from ..models import Training
from ..towns import CITIES, parts_of
from ..types import Entry, Modality, OfferState, Register
from . import index, known, nearest, places
from .answering import Answer, Answered, answer
from .columns import machine
from .columns.vocabulary import Words
from .documents import ANY_DAY
from .types import Hit, SearchRequest, SearchResult, Spot, Suggestion
from .understanding import plans

#: Up to this many trainings an absent index is made while the reader waits; beyond, they are told to come back.
_MADE_AT_ONCE = 5_000
#: While the loops are being compiled, this many are made at once, and no larger index is asked: both are slower.
_MADE_UNCOMPILED, _ASKED_UNCOMPILED = 1_000, 50_000
_MOST_SPOTS = 400


def search(request: SearchRequest, *, on: date) -> SearchResult:
    """The offers that answer, on the legal day `on`: those whose sessions are all past are not found.

    Remote offers are found around every place. Counts are exact, each facet counted without its own filter; with
    `with_spots` the towns are counted too.
    """
    now = index.snapshot() or _made_now()
    if now is None or (now.offers > _ASKED_UNCOMPILED and machine.is_awaited()):
        return SearchResult(ready=False)
    readings = plans(request, Words(now), on=on, knowledge=known.knowledge())
    found = answer(now, readings, on=on, with_towns=request.with_spots)
    return SearchResult(
        total=found.total,
        hits=tuple(_hit(offer, found, on) for offer in found.offers),
        facets=found.facets,
        understood=found.understood,
        page=found.page,
        pages=found.pages,
        spots=_spots(found.towns),
    )


def suggest(text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """What somebody may be about to type: jobs, certifications, domains, providers, towns; from two letters on."""
    return known.suggester().suggest(text, limit=limit)


def near_questions(text: str, *, on: date) -> tuple[tuple[str, str], ...]:
    """For a question that nothing answers: (a word near one that nobody has, the question with it), nearest first."""
    now = index.snapshot()
    return nearest.nearest(text, Words(now), known.knowledge(), on=on) if now is not None else ()


def _made_now() -> index.Snapshot | None:
    """Make a small absent index at once. None when it is large, or being made by another."""
    most = _MADE_UNCOMPILED if machine.is_awaited() else _MADE_AT_ONCE
    if Training.objects.filter(state=OfferState.PUBLISHED)[: most + 1].count() > most:
        return None
    index.make_if_absent()
    return index.store().snapshot()


def towns_between(
    south: float, west: float, north: float, east: float, *, limit: int
) -> list[tuple[str, float, float]]:
    """The largest towns of a window on the ground, as (name, latitude, longitude): the ground of a small map."""
    rows = TownTable.objects.filter(lat__range=(south, north), lon__range=(west, east)).order_by("-population")
    found = rows.values_list("name", "lat", "lon")[:limit]
    return [(name, lat, lon) for name, lat, lon in found if lat is not None and lon is not None]


# Answers --------------------------------------------------------------------------------------------------------


def _spots(towns: dict[str, int]) -> tuple[Spot, ...]:
    """The towns with most offers; a remote offer is nowhere in particular.

    A city that some offers name whole counts those of its arrondissements too, as looking there finds them.
    """
    if not towns:
        # Nobody asked for them, or nothing was found: a question to the database costs more than the search.
        return ()
    parts: set[str] = set()
    for city in towns.keys() & CITIES.keys():
        towns = towns | {city: sum(towns.get(code, 0) for code in parts_of(city))}
        parts.update(parts_of(city)[1:])
    most = sorted(towns.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_SPOTS]
    known = {
        insee: (name, lat, lon)
        for insee, name, lat, lon in TownTable.objects.filter(pk__in=[insee for insee, _ in most]).values_list(
            "insee", "name", "lat", "lon"
        )
        if lat is not None and lon is not None
    }
    return tuple(
        Spot(
            insee=insee,
            name=known[insee][0],
            lat=known[insee][1],
            lon=known[insee][2],
            count=count,
            in_city=insee in parts,
        )
        for insee, count in most
        if insee in known
    )


def _hit(offer: Answered, found: Answer, on: date) -> Hit:
    card: dict[str, Any] = json.loads(offer.card)
    request = found.plan.request
    first = max(on, request.starts_from or on, request.soonest or on)
    coming = [(day, session) for day, session in card["sessions"] if day >= first.toordinal()]
    day, session = coming[0]
    distance = None
    if found.plan.lat is not None and found.plan.lon is not None and card["lat"] is not None:
        distance = places.distance_km(found.plan.lat, found.plan.lon, card["lat"], card["lon"])
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
        starts_on=date.fromordinal(day) if day != ANY_DAY else None,
        sessions=len(coming),
        town=card["town"],
        postal_code=card["postal_code"],
        town_insee=card["insee"],
        lat=card["lat"],
        lon=card["lon"],
        distance_km=distance,
        places=card["places"],
        rating=card["rating"],
        reviews=card["reviews"],
        reasons=offer.reasons,
    )
