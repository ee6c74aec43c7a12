"""What is asked of every offer that a loop meets, packed into one number of 64 bits: one look at memory instead of ten.

The order of the values is the order of their numbers; new values go at the end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from acquis.catalogue.types import Funding, Modality, Register, Rhythm
from acquis.kit.departments import departments, regions

from ..plan import OfferDocument
from ..types import HOUR_BANDS, PRICE_BANDS

REGISTERS = tuple(Register)
MODALITIES = tuple(Modality)
RHYTHMS = tuple(Rhythm)
FUNDINGS = tuple(Funding)
#: INSEE's codes of regions; number 0 is « no place ».
REGIONS = ("", *(code for code, _ in regions()))

_REGION_OF = {each.code: each.region for each in departments()}

# Where each trait begins. Rhythms and fundings have a bit each, eight at most. Of the domains the first two are here,
# because few offers have more; where the second one is MORE, they are all in a column of their own.
REGISTER, LEVEL, MODALITY, PRICE, HOURS, ACCESSIBLE, PERMANENT = 0, 2, 6, 8, 11, 14, 15
RHYTHM, FUNDING, REGION, PLACES, RATING, DOMAIN, OTHER_DOMAIN = 16, 24, 32, 37, 39, 43, 53
SEVERAL = 8
NO_DOMAIN, MORE = 1000, 1001
REMOTE = MODALITIES.index(Modality.REMOTE)
assert len(REGISTERS) <= 4
assert len(MODALITIES) <= 4
assert len(RHYTHMS) <= SEVERAL
assert len(FUNDINGS) <= SEVERAL
assert len(REGIONS) <= 32

#: Places left, from worst to best; few are better than unknown, since one knows that there are some.
NO_PLACE, UNKNOWN_PLACES, FEW_PLACES, ENOUGH_PLACES = range(4)
_FEW = 3
#: As many reviews of a middling mark are mixed in, so that one enthusiast does not make the best offer.
_PRIOR, _PRIOR_REVIEWS = 350, 5


def region_of(insee: str) -> str:
    """The code of the region of a town by its INSEE code; empty when there is none."""
    return _REGION_OF.get(insee[:3] if insee[:2] == "97" else insee[:2], "")


def band_of(value: int, bounds: tuple[int, ...]) -> int:
    """The band of a value: bounds are upper and within."""
    return bisect_left(bounds, value)


def fifths(rating: int | None, reviews: int) -> int:
    """The satisfaction by which offers are ordered, from 0 to 15."""
    mean = _PRIOR if rating is None else (rating * reviews + _PRIOR * _PRIOR_REVIEWS) // (reviews + _PRIOR_REVIEWS)
    return max(0, min(15, mean * 15 // 500))


def places_of(places: int | None) -> int:
    """How places left weigh in the order."""
    if places is None:
        return UNKNOWN_PLACES
    return NO_PLACE if places <= 0 else FEW_PLACES if places <= _FEW else ENOUGH_PLACES


@lru_cache(maxsize=4096)
def _kinds(register: str, level: int | None, modality: str) -> int:
    kept = level if level is not None and 0 < level < 16 else 0
    return (
        REGISTERS.index(Register(register)) << REGISTER
        | kept << LEVEL
        | MODALITIES.index(Modality(modality)) << MODALITY
    )


@lru_cache(maxsize=4096)
def _rhythms(chosen: frozenset[str]) -> int:
    return sum(1 << at for at, rhythm in enumerate(RHYTHMS) if rhythm in chosen) << RHYTHM


@lru_cache(maxsize=4096)
def _fundings(chosen: frozenset[str]) -> int:
    return sum(1 << at for at, funding in enumerate(FUNDINGS) if funding in chosen) << FUNDING


@lru_cache(maxsize=4096)
def _region(insee: str) -> int:
    return REGIONS.index(region_of(insee)) << REGION


def packed(document: OfferDocument, domains: Sequence[int]) -> int:
    """The traits of an offer, whose domains are given."""
    other = MORE if len(domains) > 2 else domains[1] if len(domains) == 2 else NO_DOMAIN
    return (
        _kinds(document.register, document.level, document.modality)
        | _rhythms(document.rhythms)
        | _fundings(document.fundings)
        | _region(document.insee[:3])
        | bisect_left(PRICE_BANDS, document.price_cents) << PRICE
        | bisect_left(HOUR_BANDS, document.hours) << HOURS
        | bool(document.accessible) << ACCESSIBLE
        | bool(document.permanent) << PERMANENT
        | places_of(document.places) << PLACES
        | fifths(document.rating, document.reviews) << RATING
        | (domains[0] if domains else NO_DOMAIN) << DOMAIN
        | other << OTHER_DOMAIN
    )
