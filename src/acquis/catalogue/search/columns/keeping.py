"""The loop that keeps the best offers: the key of each by the order that was asked for, and a heap of the best keys.

A key is one number of 63 bits: the text's tier first, what equals share last.
"""

from __future__ import annotations

import math

import numpy as np

from ...types import Funding
from ..types import Situation
from . import counting
from . import traits as packing
from .machine import compiled

#: A tier is an eighth of a doubling of the text's score.
TIER_SHIFT = 53
#: A double's exponent of 0 and three bits of what follows it, less one: the score 1 is in tier 1.
BASE_TIER = (1023 << 3) - 1
TIERS = 512
#: Among the parts of an offer kept: it is remote; it suits the situation of who asks, in one of these ways.
REMOTE = 32
ACCESSIBLE, FIRST_DIPLOMA, FUNDED = 64, 128, 256
SITUATIONS = {
    Situation.DISABLED: ACCESSIBLE,
    Situation.NO_DIPLOMA: FIRST_DIPLOMA,
    Situation.JOBSEEKER: FUNDED,
}
#: What a jobseeker may have paid by others, as the fundings' bits.
_OTHERS_PAY = sum(1 << packing.FUNDINGS.index(each) for each in (Funding.REGION, Funding.EMPLOYMENT_SERVICE))
#: With so many times more offers than are kept, it pays to look first which scores are too low.
_MANY = 8

MODALITY_AT, ACCESSIBLE_AT, PERMANENT_AT = packing.MODALITY, packing.ACCESSIBLE, packing.PERMANENT
LEVEL_AT, FUNDING_AT = packing.LEVEL, packing.FUNDING
PLACES_AT, RATING_AT, IS_REMOTE = packing.PLACES, packing.RATING, packing.REMOTE
FIRST_DAY, OWN_FIRST, OWN_LAST, AROUND = counting.FIRST_DAY, counting.OWN_FIRST, counting.OWN_LAST, counting.AROUND
BUDGET, ORDER, SEED, SITUATION = counting.BUDGET, counting.ORDER, counting.SEED, counting.SITUATION
NO_LIMIT = counting.NO_LIMIT


@compiled()
def shuffled(uid, seed):
    """Where an offer comes among its equals on a day, of 38 bits."""
    mixed = np.uint64(uid) ^ np.uint64(seed)
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x7FB5D329728EA185)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x81DADEF4BC2DD44D)
    return np.int64(mixed >> np.uint64(26))


@compiled()
def _settle(keys, places, masks, at, size):
    """Let an entry sink to its place in a heap whose least key is first."""
    key, place, mask = keys[at], places[at], masks[at]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if key <= keys[child]:
            break
        keys[at], places[at], masks[at] = keys[child], places[child], masks[child]
        at = child
    keys[at], places[at], masks[at] = key, place, mask


@compiled()
def _tier(score):
    """The tier of a score: a double's exponent and what follows it."""
    return max(np.int64(0), min(np.int64(511), (np.float64(score).view(np.int64) >> 49) - BASE_TIER))


@compiled()
def _least(tier):
    """The least score of a tier."""
    if tier <= 0:
        return np.int64(0)
    return np.int64(math.ceil(np.int64((tier + BASE_TIER) << 49).view(np.float64)))


@compiled()
def _floor(scores, many, most, tiers):
    """The least score of the tier in which the last of the `most` best is."""
    tiers[:] = 0
    for at in range(many):
        tiers[_tier(scores[at])] += 1
    better = np.int64(0)
    for tier in range(511, 0, -1):
        better += tiers[tier]
        if better >= most:
            return _least(tier)
    return np.int64(0)


@compiled()
def _next_day(doc, start, permanent, day_at, days, first_day, own_first, own_last):
    """In how many days the next session begins that the criteria allow."""
    if not permanent and (own_first > first_day or own_last < NO_LIMIT):
        for here in range(day_at[doc], day_at[doc + np.uint64(1)]):
            day = np.int64(days[here])
            if own_first <= day <= own_last and day >= first_day:
                return day - first_day
    return start >> 5


@compiled(
    "i8(i8, i8, i4[::1], i8[::1], u1[::1], u8[::1], i4[::1], i8[::1], f8[::1], i8[::1], i4[::1], i8[::1], i8[::1],"
    " f8[::1], f8[::1], i8[::1], i8[::1], i8[::1], i8, i8[::1], i2[::1], i8[::1])"
)
def keep(
    many, segment, docs, scores, parts, traits, starts, prices, points, day_at, days, uids, criteria, origin, rings,
    keys, places, masks, size, tiers, kinds, spent_on_kinds,
):  # fmt: skip
    """Put the best of `many` offers among the `size` kept before; returns how many there is room for and kept.

    `places` are segment << 32 | document, `masks` the parts found, REMOTE, and what suits who asks. `rings` are squares
    of chords of the unit sphere: the radius, then the bounds of the bands of distance. `tiers` is room for 512 counts.
    `spent_on_kinds` is what who asks may spend on an offer of each kind.
    """
    most = len(keys)
    first_day, own_first, own_last = criteria[FIRST_DAY], criteria[OWN_FIRST], criteria[OWN_LAST]
    around, budget, order, seed = criteria[AROUND], criteria[BUDGET], criteria[ORDER], criteria[SEED]
    situation = criteria[SITUATION]
    soonest = max(first_day, own_first) - first_day
    # Below this score nothing is kept any more.
    floor = np.int64(0)
    if order == 0 and many > _MANY * most:
        floor = _floor(scores, many, most, tiers)
    fresh = size == most
    for at in range(many):
        score = scores[at]
        if fresh and order == 0:
            floor = max(floor, _least(keys[0] >> TIER_SHIFT))
            fresh = False
        if score < floor:
            continue
        tier = _tier(score)
        doc = np.uint64(docs[at])
        trait = np.int64(traits[at])
        is_remote = trait >> MODALITY_AT & 3 == IS_REMOTE
        permanent = trait >> PERMANENT_AT & 1
        mask = np.int64(parts[at]) & 31
        chord = 9.0
        if around:
            place = np.uint64(3) * doc
            x = points[place] - origin[0]
            y, z = points[place + np.uint64(1)] - origin[1], points[place + np.uint64(2)] - origin[2]
            chord = x * x + y * y + z * z
        if order == 0:
            ring = np.int64(0)
            if around:
                ring = np.int64(1) if is_remote else np.int64(7)
                if not is_remote:
                    for band in range(1, 6):
                        if chord > rings[band]:
                            ring -= 1
            ahead = np.int64(0)
            if not permanent:
                ahead = _next_day(doc, np.int64(starts[at]), permanent, day_at, days, first_day, own_first, own_last)
                ahead -= soonest
            soon = (
                np.int64(4) if ahead <= 30
                else np.int64(3) if ahead <= 60
                else np.int64(2) if ahead <= 90
                else np.int64(1) if ahead <= 180
                else np.int64(0)
            )  # fmt: skip
            fit = np.int64(0)
            if budget >= 0 and prices[doc] <= spent_on_kinds[kinds[doc]]:
                fit += 2
            if situation:
                level = trait >> LEVEL_AT & 15
                suits = ACCESSIBLE * (trait >> ACCESSIBLE_AT & 1)
                if level == 3 or level == 4:
                    suits |= FIRST_DIPLOMA
                if trait >> FUNDING_AT & _OTHERS_PAY:
                    suits |= FUNDED
                suits &= situation
                mask |= suits
                if suits:
                    fit += 1
            key = tier << 2 | fit
            key = key << 1 | (mask >> 1 & 1)
            key = key << 3 | ring
            key = key << 3 | soon
            key = key << 2 | (trait >> PLACES_AT & 3)
            key = key << 4 | (trait >> RATING_AT & 15)
            if size == most and key < keys[0] >> 38:
                continue
            key = key << 38 | shuffled(uids[doc], seed)
        else:
            if order == 1:
                value = np.int64(1 << 31) - 1 - min(prices[doc], np.int64(1 << 31) - 1)
            elif order == 2:
                # One may begin at any time: that is soon.
                ahead = _next_day(doc, np.int64(starts[at]), permanent, day_at, days, first_day, own_first, own_last)
                value = np.int64(1 << 31) - 1 - (np.int64(0) if permanent else ahead + first_day)
            else:
                value = np.int64(0)
                if not is_remote and chord <= 4.0:
                    value = np.int64((2.0 - math.sqrt(chord)) * 536870912.0)
            key = (value << 9 | tier) << 22
            if size == most and key < keys[0] >> 22 << 22:
                continue
            key |= shuffled(uids[doc], seed) >> 16
        if is_remote:
            mask |= REMOTE
        if size < most:
            keys[size], places[size], masks[size] = key, segment << 32 | np.int64(doc), mask
            size += 1
            if size == most:
                for entry in range(size // 2 - 1, -1, -1):
                    _settle(keys, places, masks, entry, size)
                fresh = True
        elif key > keys[0]:
            keys[0], places[0], masks[0] = key, segment << 32 | np.int64(doc), mask
            _settle(keys, places, masks, np.int64(0), size)
            fresh = True
    return size
