"""The loop over what the clauses left: criteria as bits of what failed, exact counts, and the best offers kept.

An offer that fails nothing counts in every facet; one that fails a facet's own criterion alone counts in that facet.
"""

from __future__ import annotations

import math

import numpy as np

from .machine import compiled

FACETS = 11
REGISTER, LEVEL, MODALITY, DOMAIN, PRICE, HOURS, STARTS, RHYTHM, ACCESSIBLE, FUNDING, REGION = range(FACETS)
#: The most values of a facet, domains apart.
WIDTH = 32
DOMAINS = 1000
RELEVANCE, BY_PRICE, BY_DATE, BY_DISTANCE = range(4)

# Where each criterion stands among those that are handed over.
(
    ALLOWED_REGISTERS, ALLOWED_LEVELS, ALLOWED_MODALITIES, LOW_PRICE, HIGH_PRICE, LOW_HOURS, HIGH_HOURS, FIRST_DAY,
    OWN_FIRST, OWN_LAST, ALLOWED_RHYTHMS, ONLY_ACCESSIBLE, ALLOWED_FUNDINGS, ALLOWED_REGIONS, HAS_DOMAINS, AROUND,
    BUDGET, ORDER, SEED, HAS_KINDS, HAS_LANGUAGES, WITH_TOWNS, MOST_PRICE, SITUATION,
) = range(24)  # fmt: skip
CRITERIA = 24
NO_LIMIT = 2**62

#: The key of an order: of 63 bits, the text's tier first and what equals share last.
#: A tier is an eighth of a doubling of the text's score.
TIER_SHIFT, OTHER_TIER_SHIFT = 53, 22


@compiled()
def tier_of(score):
    """The tier of a text's score: two scores of one tier are as good as each other."""
    if score < 1:
        return np.int64(0)
    length = np.int64(0)
    rest = score
    while rest > 1:
        rest >>= 1
        length += 1
    fraction = (score << 3 >> length) & 7 if length < 56 else np.int64(0)
    return min(np.int64(511), length * 8 + fraction + 1)


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
    while True:
        child = 2 * at + 1
        if child >= size:
            return
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[at] <= keys[child]:
            return
        keys[at], keys[child] = keys[child], keys[at]
        places[at], places[child] = places[child], places[at]
        masks[at], masks[child] = masks[child], masks[at]
        at = child


@compiled(
    "i8(i8, i8, i8, i4[::1], i8[::1], u1[::1], u1[::1], u8[::1], i8[::1], i4[::1], f8[::1], i8[::1], i4[::1],"
    " i8[::1], i2[::1], i4[::1], i2[::1], i2[::1], i8[::1], i8[::1], f8[::1], f8[::1], u1[::1], u1[::1], u1[::1],"
    " i8[:,::1], i8[::1], i4[::1], i8[::1], i8[::1], i8[::1], i8[::1])"
)
def count(
    documents, many, segment, docs, scores, parts, dead, traits, prices, hours, points, day_at, days,
    domain_at, domains, towns, kinds, languages, uids, criteria, origin, rings, allowed_domains, allowed_kinds,
    allowed_languages, counts, domain_counts, town_counts, keys, places, masks, sizes,
):  # fmt: skip
    """Look at `many` of the offers in `docs`, or at all when it is -1; returns how many pass every criterion.

    `sizes` is (entries kept, most to keep); `places` are segment << 32 | document, `masks` the parts found. `rings` are
    squares of chords of the unit sphere: the radius, then the bounds of the bands of distance.
    """
    total = np.int64(0)
    size, most = sizes[0], sizes[1]
    registers, levels, modalities = criteria[0], criteria[1], criteria[2]
    low_price, high_price, low_hours, high_hours = criteria[3], criteria[4], criteria[5], criteria[6]
    first_day, own_first, own_last = criteria[7], criteria[8], criteria[9]
    rhythms, only_accessible, fundings, regions = criteria[10], criteria[11], criteria[12], criteria[13]
    has_domains, around, budget, order, seed = criteria[14], criteria[15], criteria[16], criteria[17], criteria[18]
    has_kinds, has_languages, with_towns, most_price = criteria[19], criteria[20], criteria[21], criteria[22]
    situation = criteria[23]
    soonest = max(first_day, own_first)
    everything = many < 0
    for at in range(documents if everything else many):
        doc = np.int64(at) if everything else np.int64(docs[at])
        if dead[doc]:
            continue
        if has_kinds and not allowed_kinds[kinds[doc]]:
            continue
        if has_languages and not allowed_languages[languages[doc]]:
            continue
        price = prices[doc]
        if price > most_price:
            continue
        trait = np.int64(traits[doc])
        modality = trait >> 6 & 3
        chord = 9.0
        if around:
            if points[3 * doc] < 2.0:
                x, y, z = points[3 * doc] - origin[0], points[3 * doc + 1] - origin[1], points[3 * doc + 2] - origin[2]
                chord = x * x + y * y + z * z
            if modality != 2 and chord > rings[0]:
                continue
        permanent = trait >> 15 & 1
        next_day = np.int64(0)
        bands = np.int64(0)
        own = False
        if permanent:
            bands, own = np.int64(31), True
        else:
            next_day = np.int64(1 << 40)
            for here in range(day_at[doc + 1] - 1, day_at[doc] - 1, -1):
                day = np.int64(days[here])
                if day < first_day:
                    break
                ahead = day - first_day
                bands |= 1 if ahead <= 30 else 2 if ahead <= 60 else 4 if ahead <= 90 else 8 if ahead <= 180 else 16
                if own_first <= day <= own_last:
                    own = True
                    next_day = day
            if bands == 0:
                continue
            if next_day == 1 << 40:
                next_day = first_day
        fails = np.int64(0)
        if not registers >> (trait & 3) & 1:
            fails |= 1
        if not levels >> (trait >> 2 & 15) & 1:
            fails |= 2
        if not modalities >> modality & 1:
            fails |= 4
        if has_domains:
            inside = False
            for here in range(domain_at[doc], domain_at[doc + 1]):
                if allowed_domains[domains[here]]:
                    inside = True
                    break
            if not inside:
                fails |= 8
        if price < low_price or price > high_price:
            fails |= 16
        if hours[doc] < low_hours or hours[doc] > high_hours:
            fails |= 32
        if not own:
            fails |= 64
        if not rhythms & ((trait >> 16 & 127) | 128):
            fails |= 128
        if only_accessible and not trait >> 14 & 1:
            fails |= 256
        if not fundings & ((trait >> 23 & 31) | 32):
            fails |= 512
        if not regions >> (trait >> 28 & 31) & 1:
            fails |= 1024
        if fails & (fails - 1):
            continue
        passes = fails == 0
        if passes or fails == 1:
            counts[0, trait & 3] += 1
        if passes or fails == 2:
            counts[1, trait >> 2 & 15] += 1
        if passes or fails == 4:
            counts[2, modality] += 1
        if passes or fails == 8:
            for here in range(domain_at[doc], domain_at[doc + 1]):
                domain_counts[domains[here]] += 1
        if passes or fails == 16:
            counts[4, trait >> 8 & 7] += 1
        if passes or fails == 32:
            counts[5, trait >> 11 & 7] += 1
        if passes or fails == 64:
            for band in range(5):
                counts[6, band] += bands >> band & 1
        if passes or fails == 128:
            for rhythm in range(7):
                counts[7, rhythm] += trait >> (16 + rhythm) & 1
        if passes or fails == 256:
            counts[8, trait >> 14 & 1] += 1
        if passes or fails == 512:
            for funding in range(5):
                counts[9, funding] += trait >> (23 + funding) & 1
        if passes or fails == 1024:
            counts[10, trait >> 28 & 31] += 1
        if not passes:
            continue
        total += 1
        if with_towns and modality != 2:
            town_counts[towns[doc]] += 1
        score = np.int64(0) if everything else scores[at]
        mask = np.int64(0) if everything else np.int64(parts[at])
        tier = tier_of(score)
        if order == 0:
            ring = np.int64(0)
            if around:
                ring = np.int64(1) if modality == 2 else np.int64(7)
                if modality != 2:
                    for band in range(1, 6):
                        if chord > rings[band]:
                            ring -= 1
            ahead = next_day - soonest
            soon = (
                np.int64(4) if permanent or ahead <= 30
                else np.int64(3) if ahead <= 60
                else np.int64(2) if ahead <= 90
                else np.int64(1) if ahead <= 180
                else np.int64(0)
            )  # fmt: skip
            fit = np.int64(0)
            if budget >= 0 and price <= budget:
                fit += 2
            if situation & 1 and trait >> 14 & 1:
                fit += 1
            key = tier << 2 | fit
            key = key << 1 | (mask >> 1 & 1)
            key = key << 3 | ring
            key = key << 3 | soon
            key = key << 2 | (trait >> 33 & 3)
            key = key << 4 | (trait >> 35 & 15)
        else:
            if order == 1:
                value = np.int64(1 << 31) - 1 - min(price, np.int64(1 << 31) - 1)
            elif order == 2:
                # One may begin at any time: that is soon.
                value = np.int64(1 << 31) - 1 - next_day
            else:
                value = np.int64(0)
                if modality != 2 and chord <= 4.0:
                    value = np.int64((2.0 - math.sqrt(chord)) * 536870912.0)
            key = value << 9 | tier
        if order == 0:
            key = key << 38 | shuffled(uids[doc], seed)
        else:
            key = key << 22 | (shuffled(uids[doc], seed) >> 16)
        if size < most:
            keys[size], places[size], masks[size] = key, segment << 32 | doc, mask
            size += 1
            if size == most:
                for entry in range(size // 2 - 1, -1, -1):
                    _settle(keys, places, masks, entry, size)
        elif key > keys[0]:
            keys[0], places[0], masks[0] = key, segment << 32 | doc, mask
            _settle(keys, places, masks, np.int64(0), size)
    sizes[0] = size
    return total
