"""The criteria of a question as the loop over offers reads them: numbers, sets of bits, and distances as chords."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from math import sin
from typing import Any

import numpy as np

from ..plan import Plan
from ..types import HOUR_BANDS, LAST_PAGE, PRICE_BANDS, START_BANDS, Count, Facet, SearchRequest, Sort
from . import cells, counting, keeping, traits
from .asking import Found
from .building import point_of
from .container import Array

#: The bounds of the bands of distance by which offers are ordered, in kilometres.
_RINGS = (5, 10, 20, 30, 50)
_ALL = counting.ALL
_ORDERS = {Sort.RELEVANCE: 0, Sort.PRICE: 1, Sort.DATE: 2, Sort.DISTANCE: 3}
#: Offers among which those of one provider are spread out: beyond, nobody compares.
WINDOW = 100


def of(plan: Plan, *, on: date, with_towns: bool) -> tuple[Array, dict[str, Any]]:
    """The numbers and the sets of a plan's criteria, for a question asked on a day."""
    request = plan.request
    first = max(on, request.soonest).toordinal() if request.soonest else on.toordinal()
    around = plan.lat is not None and plan.lon is not None
    numbers = _NOTHING_CHOSEN.copy()
    numbers[counting.FIRST_DAY] = numbers[counting.OWN_FIRST] = first
    numbers[counting.SEED] = seed_of(on.toordinal())
    numbers[counting.AROUND], numbers[counting.WITH_TOWNS] = around, with_towns
    if request.sort is not Sort.RELEVANCE and (around or request.sort is not Sort.DISTANCE):
        numbers[counting.ORDER] = _ORDERS[request.sort]
    within = request.budget_cents is not None and request.within_budget
    if request.budget_cents is not None:
        # Below zero nothing can be spent either; -1 would say that no budget is known.
        numbers[counting.BUDGET] = max(0, _bound(request.budget_cents, 0))
    if request.kinds or request.languages or within:
        numbers[counting.HAS_KINDS] = bool(request.kinds) or within
        numbers[counting.HAS_LANGUAGES] = bool(request.languages)
    if request.situation:
        numbers[counting.SITUATION] = sum(keeping.SITUATIONS[each] for each in request.situation)
    domains = _NO_DOMAINS
    if _has_filters(request):
        numbers[counting.HAS_FILTERS] = True
        domains = _chosen(request, numbers)
    sets: dict[str, Any] = {"domains": domains}
    if around:
        sets["origin"] = np.array(point_of(plan.lat, plan.lon))
        sets["rings"] = np.array([square_of_chord(max(0, request.radius_km)), *_SQUARES])
        numbers[counting.LOW_LAT : counting.LONG_LON + 1] = cells.around(plan.lat, plan.lon, max(0, request.radius_km))
    else:
        sets["origin"] = sets["rings"] = _NO_PLACE
    sets["kinds"] = frozenset(map(str, request.kinds)) if request.kinds else request.kinds
    sets["languages"] = request.languages
    sets["capped"] = {kind: _bound(cents, 0) for kind, cents in request.capped_cents}
    sets["within"] = within
    return numbers, sets


def _chosen(request: SearchRequest, numbers: Array) -> Array:
    """Write down the criteria that belong to facets; the domains as a table."""
    told = {
        counting.ALLOWED_REGISTERS: _bits(traits.REGISTERS, request.registers, _ALL),
        counting.ALLOWED_MODALITIES: _bits(traits.MODALITIES, request.modalities, _ALL),
        counting.LOW_PRICE: _bound(request.min_price_cents, 0),
        counting.HIGH_PRICE: _bound(request.max_price_cents, counting.NO_LIMIT),
        counting.LOW_HOURS: _bound(request.min_hours, 0),
        counting.HIGH_HOURS: _bound(request.max_hours, counting.NO_LIMIT),
        counting.ALLOWED_RHYTHMS: _bits(traits.RHYTHMS, request.rhythms, counting.ANY),
        counting.ONLY_ACCESSIBLE: int(request.accessible),
        counting.ALLOWED_FUNDINGS: _bits(traits.FUNDINGS, request.fundings, counting.ANY),
        counting.ALLOWED_REGIONS: _bits(traits.REGIONS, request.regions, _ALL),
    }
    if request.levels:
        told[counting.ALLOWED_LEVELS] = sum(1 << level for level in request.levels if 0 < level < 16)
    if request.starts_from:
        told[counting.OWN_FIRST] = request.starts_from.toordinal()
    if request.starts_until:
        told[counting.OWN_LAST] = request.starts_until.toordinal()
    for at, value in told.items():
        numbers[at] = value
    low, high = told[counting.LOW_PRICE], told[counting.HIGH_PRICE]
    low_band, high_band = traits.band_of(low, PRICE_BANDS), traits.band_of(high, PRICE_BANDS)
    numbers[counting.LOW_BAND], numbers[counting.HIGH_BAND] = low_band, high_band
    # A bound that is also a band's cuts none.
    cuts_low, cuts_high = low - 1 not in (-1, *PRICE_BANDS), high not in (*PRICE_BANDS, counting.NO_LIMIT)
    numbers[counting.CUT_BANDS] = cuts_low << low_band | cuts_high << high_band
    if not request.domains:
        return _NO_DOMAINS
    numbers[counting.HAS_DOMAINS] = True
    domains = np.zeros(counting.DOMAINS, np.uint8)
    for domain in request.domains:
        if len(domain) == 3 and domain.isascii() and domain.isdecimal():
            domains[int(domain)] = 1
    return domains


def _nothing_chosen() -> Array:
    numbers = np.zeros(len(counting.CRITERIA), np.int64)
    for at in (counting.ALLOWED_REGISTERS, counting.ALLOWED_LEVELS, counting.ALLOWED_MODALITIES):
        numbers[at] = _ALL
    for at in (counting.HIGH_PRICE, counting.HIGH_HOURS, counting.OWN_LAST):
        numbers[at] = counting.NO_LIMIT
    numbers[counting.ALLOWED_REGIONS] = _ALL
    numbers[counting.ALLOWED_RHYTHMS] = numbers[counting.ALLOWED_FUNDINGS] = counting.ANY
    numbers[counting.BUDGET] = -1
    return numbers


_NOTHING_CHOSEN = _nothing_chosen()
_NO_DOMAINS, _NO_PLACE = np.zeros(counting.DOMAINS, np.uint8), np.zeros(6)


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
    return 4 * sin(min(km / cells.EARTH_KM, 3.14159) / 2) ** 2


_SQUARES = tuple(map(square_of_chord, _RINGS))


def seed_of(day: int) -> int:
    """What equals are shuffled with on a day."""
    return (day * 0x9E3779B97F4A7C15) & 0x7FFFFFFFFFFFFFFF


def most_kept(request: SearchRequest) -> int:
    """How many offers are to be kept in order to show the page that is asked for."""
    return max(WINDOW, min(max(1, request.page), LAST_PAGE) * request.per_page)


_LEVELS = ("", *map(str, range(1, 16)))
_WORDS: dict[int, Sequence[str]] = {
    counting.REGISTER: traits.REGISTERS, counting.LEVEL: _LEVELS, counting.MODALITY: traits.MODALITIES,
    counting.RHYTHM: traits.RHYTHMS, counting.ACCESSIBLE: ("", "true"), counting.FUNDING: traits.FUNDINGS,
    counting.REGION: traits.REGIONS,
}  # fmt: skip
_BOUNDS = {counting.PRICE: PRICE_BANDS, counting.HOURS: HOUR_BANDS, counting.STARTS: START_BANDS}
_FACETS = (
    Facet.REGISTER, Facet.LEVEL, Facet.MODALITY, Facet.DOMAIN, Facet.PRICE, Facet.HOURS, Facet.STARTS, Facet.RHYTHM,
    Facet.ACCESSIBLE, Facet.FUNDING, Facet.REGION,
)  # fmt: skip
_count: Callable[[tuple[str, int]], Count] = partial(tuple.__new__, Count)


def facets(found: Found) -> dict[Facet, tuple[Count, ...]]:
    """The counts of every facet, without the values that no offer has; the most frequent first, bands in order."""
    values, orders = _tables()
    which, many = np.empty(counting.LISTED, np.int64), np.empty(counting.LISTED, np.int64)
    ends = np.empty(counting.FACETS, np.int64)
    size = counting.told(found.bins, found.counts.copy(), found.domains, orders, which, many, ends)
    listed = tuple(map(_count, zip(map(values.__getitem__, which[:size].tolist()), many[:size].tolist(), strict=True)))
    bounds = ends.tolist()
    return {facet: listed[low:high] for facet, low, high in zip(_FACETS, (0, *bounds), bounds, strict=False)}


@cache
def _tables() -> tuple[list[str], Array]:
    """The value behind each number of `counting.told`, and the order in which those of each facet are listed."""
    values = [""] * (counting.FACETS * counting.SPAN)
    orders = np.full((counting.FACETS, counting.WIDTH + 1), -1, np.int64)
    for facet in range(counting.FACETS):
        words = bands(_BOUNDS[facet]) if facet in _BOUNDS else _WORDS.get(facet, _DOMAINS)
        values[facet * counting.SPAN : facet * counting.SPAN + len(words)] = words
        if facet != counting.DOMAIN:
            shown = [at for at, word in enumerate(words) if word]
            if facet in _BOUNDS:
                orders[facet, counting.WIDTH] = counting.AS_THEY_ARE
            else:
                shown.sort(key=words.__getitem__)
            orders[facet, : len(shown)] = shown
    return values, orders


_DOMAINS = tuple(f"{at:03d}" for at in range(traits.NO_DOMAIN))


@lru_cache
def bands(bounds: tuple[int, ...]) -> tuple[str, ...]:
    """The bands as they are written."""
    lows = (0, *(bound + 1 for bound in bounds))
    return tuple(f"{low}-{high}" for low, high in zip(lows, (*map(str, bounds), ""), strict=True))
