"""The order of what was found, and why it is so: a provider is spread out among equals, each offer tells its reasons.

An order's key is made in `keeping`: the text's tier first, then what fits the reader, certification, distance, soon,
places, satisfaction; equals are shuffled by the day, never by name, and nobody pays for a place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import repeat

from ..types import Reason
from . import traits
from .keeping import ACCESSIBLE, FIRST_DIPLOMA, FUNDED, REMOTE, TIER_SHIFT

__all__ = ["TIER_SHIFT", "reasons", "spread"]

#: In ten offers, so many of one provider at most, while others are as good.
TEN, MOST_OF_ONE = 10, 3
#: From this satisfaction on, of 15, it is a reason.
_RATED = 12

_SUITS = ((ACCESSIBLE, Reason.ACCESSIBLE), (FIRST_DIPLOMA, Reason.FIRST_DIPLOMA), (FUNDED, Reason.FUNDED))
_PARTS = ((1, Reason.TITLE), (2, Reason.CERTIFICATION), (4, Reason.TRADES), (8, Reason.PROVIDER), (16, Reason.BODY))


def spread(tiers: Sequence[int], provider: Callable[[int], object], *, most: int) -> Sequence[int]:
    """The order of what comes best first, in which no ten of a tier have more than three of one provider.

    That holds while others of the tier are there. `provider` tells whose each is. Once `most` have their place, the
    rest stay as they are.
    """
    first = list(map(provider, range(min(most, len(tiers)))))
    if all(_few(first[ten : ten + TEN]) for ten in range(0, len(first), TEN)):
        return range(len(tiers))
    left = list(range(len(tiers)))
    order: list[int] = []
    ten: dict[object, int] = {}
    whose: dict[int, object] = {}
    while left and len(order) < most:
        if len(order) % TEN == 0:
            ten = {}
        tier = tiers[left[0]]
        taken = 0
        for at, entry in enumerate(left):
            if tiers[entry] != tier:
                break
            if entry not in whose:
                whose[entry] = provider(entry)
            if ten.get(whose[entry], 0) < MOST_OF_ONE:
                taken = at
                break
        entry = left.pop(taken)
        ten[whose[entry]] = ten.get(whose[entry], 0) + 1
        order.append(entry)
    return order + left


def _few(providers: list[object]) -> bool:
    """Whether nobody is there more than three times."""
    # With so many different ones, nobody is.
    return len(set(providers)) > len(providers) - MOST_OF_ONE or max(Counter(providers).values()) <= MOST_OF_ONE


def reasons(
    keys: Iterable[int], parts: Iterable[int], *, has_place: bool, is_relevance: bool
) -> list[tuple[Reason, ...]]:
    """Why each offer comes where it does; `parts` are as `keeping` left them."""
    # What follows the tier and comes before the shuffle has few values.
    weighed = [key >> 38 & 0x7FFF for key in keys] if is_relevance else repeat(-1)
    return list(map(_reasons, weighed, parts, repeat(has_place)))


@lru_cache(maxsize=4096)
def _reasons(weighed: int, parts: int, has_place: bool) -> tuple[Reason, ...]:
    told = [reason for bit, reason in _PARTS if parts & bit]
    if weighed < 0:
        return tuple(told)
    rated, places, soon, ring, fit = (
        weighed & 15, weighed >> 4 & 3, weighed >> 6 & 7, weighed >> 9 & 7, weighed >> 13 & 3
    )  # fmt: skip
    if fit & 2:
        told.append(Reason.WITHIN_BUDGET)
    told += [reason for bit, reason in _SUITS if parts & bit]
    if has_place and ring >= 5:
        told.append(Reason.NEAR)
    elif has_place and parts & REMOTE:
        told.append(Reason.REMOTE)
    if soon == 4:
        told.append(Reason.SOON)
    if places >= traits.FEW_PLACES:
        told.append(Reason.PLACES)
    if rated >= _RATED:
        told.append(Reason.RATED)
    return tuple(told)
