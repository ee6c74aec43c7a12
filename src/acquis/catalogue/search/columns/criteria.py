"""The criteria of a question as the loop over offers reads them: numbers, sets of bits, and distances as chords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import sin
from typing import Any

import numpy as np

from ..plan import Plan
from ..types import HOUR_BANDS, LAST_PAGE, PRICE_BANDS, START_BANDS, Count, Facet, SearchRequest, Sort
from . import counting, traits
from .asking import Found
from .building import point_of
from .container import Array

EARTH_KM = 6371.0088
#: The bounds of the bands of distance by which offers are ordered, in kilometres.
_RINGS = (5, 10, 20, 30, 50)
_ALL = 2**62 - 1
_ORDERS = {Sort.RELEVANCE: 0, Sort.PRICE: 1, Sort.DATE: 2, Sort.DISTANCE: 3}
#: Offers among which those of one provider are spread out: beyond, nobody compares.
WINDOW = 100


def of(plan: Plan, *, on: date, with_towns: bool) -> tuple[Array, dict[str, Any]]:
    """The numbers and the sets of a plan's criteria, for a question asked on a day."""
    request = plan.request
    first = max(on, request.soonest or on).toordinal()
    around = plan.lat is not None and plan.lon is not None
    within = request.budget_cents if request.within_budget and request.budget_cents is not None else None
    told = (
        _bits(traits.REGISTERS, request.registers, _ALL),
        sum(1 << level for level in request.levels if 0 < level < 16) if request.levels else _ALL,
        _bits(traits.MODALITIES, request.modalities, _ALL),
        _bound(request.min_price_cents, 0),
        _bound(request.max_price_cents, counting.NO_LIMIT),
        _bound(request.min_hours, 0),
        _bound(request.max_hours, counting.NO_LIMIT),
        first,
        request.starts_from.toordinal() if request.starts_from else first,
        request.starts_until.toordinal() if request.starts_until else counting.NO_LIMIT,
        _bits(traits.RHYTHMS, request.rhythms, counting.ANY),
        request.accessible,
        _bits(traits.FUNDINGS, request.fundings, counting.ANY),
        _bits(traits.REGIONS, request.regions, _ALL),
        bool(request.domains),
        around,
        -1 if request.budget_cents is None else _bound(request.budget_cents, 0),
        _ORDERS[request.sort] if around or request.sort is not Sort.DISTANCE else 0,
        seed_of(on.toordinal()),
        bool(request.kinds),
        bool(request.languages),
        with_towns,
        counting.NO_LIMIT if within is None else _bound(within, 0),
        request.accessible_first,
        _has_filters(request),
    )
    numbers = np.array(told, np.int64)
    domains = np.zeros(counting.DOMAINS, np.uint8)
    for domain in request.domains:
        if len(domain) == 3 and domain.isascii() and domain.isdecimal():
            domains[int(domain)] = 1
    origin = np.array(point_of(plan.lat, plan.lon))
    rings = np.array([square_of_chord(max(0, request.radius_km)), *_SQUARES])
    sets: dict[str, Any] = {"origin": origin, "rings": rings, "domains": domains}
    sets |= {"kinds": frozenset(map(str, request.kinds)), "languages": frozenset(request.languages)}
    return numbers, sets


def _has_filters(request: SearchRequest) -> bool:
    """Whether a criterion is chosen that belongs to a facet."""
    return bool(
        request.registers
        or request.levels
        or request.modalities
        or request.domains
        or request.rhythms
        or request.fundings
        or request.regions
        or request.accessible
        or request.min_price_cents is not None
        or request.max_price_cents is not None
        or request.min_hours is not None
        or request.max_hours is not None
        or request.starts_from is not None
        or request.starts_until is not None
    )


def _bits(values: tuple[Any, ...], chosen: frozenset[Any], otherwise: int) -> int:
    if not chosen:
        return otherwise
    return sum(1 << at for at, value in enumerate(values) if value in chosen and value != "")


def _bound(value: int | None, otherwise: int) -> int:
    """A limit that fits a column: what is beyond any amount limits nothing more."""
    return otherwise if value is None else max(-1, min(value, counting.NO_LIMIT))


@lru_cache(maxsize=64)
def square_of_chord(km: float) -> float:
    """The square of the chord, on the unit sphere, between two points so far apart over the ground."""
    return 4 * sin(min(km / EARTH_KM, 3.14159) / 2) ** 2


_SQUARES = tuple(map(square_of_chord, _RINGS))


def seed_of(day: int) -> int:
    """What equals are shuffled with on a day."""
    return (day * 0x9E3779B97F4A7C15) & 0x7FFFFFFFFFFFFFFF


def most_kept(request: SearchRequest) -> int:
    """How many offers are to be kept in order to show the page that is asked for."""
    return max(WINDOW, min(max(1, request.page), LAST_PAGE) * request.per_page)


_LEVELS = ("", *map(str, range(1, 16)))
_NO_DOMAIN = traits.NO_DOMAIN
_DOMAINS = tuple(f"{at:03d}" for at in range(_NO_DOMAIN))


def facets(found: Found) -> dict[Facet, tuple[Count, ...]]:
    """The counts of every facet, without the values that no offer has; the most frequent first, bands in order."""
    rows = found.counts.tolist()
    domains = found.domains[:_NO_DOMAIN].nonzero()[0]
    domains = domains[(-found.domains[domains]).argsort(kind="stable")]
    return {
        Facet.REGISTER: _counted(traits.REGISTERS, rows[counting.REGISTER]),
        Facet.LEVEL: _counted(_LEVELS, rows[counting.LEVEL]),
        Facet.MODALITY: _counted(traits.MODALITIES, rows[counting.MODALITY]),
        Facet.DOMAIN: tuple(
            map(
                Count._make,
                zip([_DOMAINS[at] for at in domains.tolist()], found.domains[domains].tolist(), strict=True),
            )
        ),
        Facet.PRICE: _banded(PRICE_BANDS, rows[counting.PRICE]),
        Facet.HOURS: _banded(HOUR_BANDS, rows[counting.HOURS]),
        Facet.STARTS: _banded(START_BANDS, rows[counting.STARTS]),
        Facet.RHYTHM: _counted(traits.RHYTHMS, rows[counting.RHYTHM]),
        Facet.ACCESSIBLE: _counted(("", "true"), rows[counting.ACCESSIBLE]),
        Facet.FUNDING: _counted(traits.FUNDINGS, rows[counting.FUNDING]),
        Facet.REGION: _counted(traits.REGIONS, rows[counting.REGION]),
    }


def _counted(values: Sequence[str], counts: list[int]) -> tuple[Count, ...]:
    pairs = [(-count, value) for value, count in zip(values, counts, strict=False) if count and value]
    pairs.sort()
    return tuple([Count(value, -count) for count, value in pairs])


def _banded(bounds: tuple[int, ...], counts: list[int]) -> tuple[Count, ...]:
    """The bands that have something: « low-high », both within."""
    return tuple([Count(band, count) for band, count in zip(bands(bounds), counts, strict=False) if count])


@lru_cache
def bands(bounds: tuple[int, ...]) -> tuple[str, ...]:
    """The bands as they are written."""
    lows = (0, *(bound + 1 for bound in bounds))
    return tuple(f"{low}-{high}" for low, high in zip(lows, (*map(str, bounds), ""), strict=True))
