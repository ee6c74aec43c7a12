"""What is asked of every offer that a loop meets, packed into one number of 64 bits: one look at memory instead of ten.

The order of the values is the order of their numbers; new values go at the end.
"""

from __future__ import annotations

from bisect import bisect_left

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

# Where each trait begins, and how many bits it takes.
REGISTER, LEVEL, MODALITY, PRICE, HOURS = 0, 2, 6, 8, 11
ACCESSIBLE, PERMANENT, RHYTHM, FUNDING, REGION, PLACES, RATING = 14, 15, 16, 23, 28, 33, 35
REMOTE = MODALITIES.index(Modality.REMOTE)

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


def packed(document: OfferDocument) -> int:
    """The traits of an offer."""
    level = document.level if document.level is not None and 0 < document.level < 16 else 0
    rhythms = sum(1 << at for at, rhythm in enumerate(RHYTHMS) if rhythm in document.rhythms)
    fundings = sum(1 << at for at, funding in enumerate(FUNDINGS) if funding in document.fundings)
    return (
        REGISTERS.index(Register(document.register)) << REGISTER
        | level << LEVEL
        | MODALITIES.index(Modality(document.modality)) << MODALITY
        | band_of(document.price_cents, PRICE_BANDS) << PRICE
        | band_of(document.hours, HOUR_BANDS) << HOURS
        | document.accessible << ACCESSIBLE
        | document.permanent << PERMANENT
        | rhythms << RHYTHM
        | fundings << FUNDING
        | REGIONS.index(region_of(document.insee)) << REGION
        | places_of(document.places) << PLACES
        | fifths(document.rating, document.reviews) << RATING
    )
