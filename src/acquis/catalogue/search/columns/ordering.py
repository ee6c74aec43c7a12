"""The order of what was found, and why it is so: a provider is spread out among equals, each offer tells its reasons.

An order's key is made in `counting`: the text's tier first, then what fits the reader, certification, distance, soon,
places, satisfaction; equals are shuffled by the day, never by name, and nobody pays for a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ..types import Reason
from . import traits
from .counting import TIER_SHIFT

#: In ten offers, so many of one provider at most, while others are as good.
TEN, MOST_OF_ONE = 10, 3
#: From this satisfaction on, of 15, it is a reason.
_RATED = 12

_PARTS = ((1, Reason.TITLE), (2, Reason.CERTIFICATION), (4, Reason.TRADES), (8, Reason.PROVIDER), (16, Reason.BODY))

Entry = TypeVar("Entry")


def spread(entries: Sequence[Entry], tiers: Sequence[int], providers: Sequence[object]) -> list[Entry]:
    """The entries, best first, so that in each ten of a tier no provider has more than three while others are there."""
    left = list(range(len(entries)))
    order: list[int] = []
    ten: dict[object, int] = {}
    while left:
        if len(order) % TEN == 0:
            ten = {}
        tier = tiers[left[0]]
        taken = 0
        for at, entry in enumerate(left):
            if tiers[entry] != tier:
                break
            if ten.get(providers[entry], 0) < MOST_OF_ONE:
                taken = at
                break
        entry = left.pop(taken)
        ten[providers[entry]] = ten.get(providers[entry], 0) + 1
        order.append(entry)
    return [entries[at] for at in order]


def tier(key: int) -> int:
    """The tier of the text in an order by relevance."""
    return key >> TIER_SHIFT


def reasons(key: int, parts: int, trait: int, *, has_place: bool, is_relevance: bool) -> tuple[Reason, ...]:
    """Why an offer comes where it does."""
    told = [reason for bit, reason in _PARTS if parts & bit]
    if not is_relevance:
        return tuple(told)
    rated, places, soon, ring, _, fit = (
        key >> 38 & 15, key >> 42 & 3, key >> 44 & 7, key >> 47 & 7, key >> 50 & 1, key >> 51 & 3
    )  # fmt: skip
    if fit & 2:
        told.append(Reason.WITHIN_BUDGET)
    if has_place and ring >= 5:
        told.append(Reason.NEAR)
    elif has_place and trait >> traits.MODALITY & 3 == traits.REMOTE:
        told.append(Reason.REMOTE)
    if soon == 4:
        told.append(Reason.SOON)
    if places >= traits.FEW_PLACES:
        told.append(Reason.PLACES)
    if rated >= _RATED:
        told.append(Reason.RATED)
    return tuple(told)
