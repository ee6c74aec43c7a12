"""The loop over what the clauses left: criteria as bits of what failed, exact counts, and the best offers kept.

An offer that fails nothing counts in every facet; one that fails a facet's own criterion alone counts in that facet.
"""

from __future__ import annotations

import math

import numpy as np

from . import traits as packing
from .machine import compiled

FACETS = 11
REGISTER, LEVEL, MODALITY, DOMAIN, PRICE, HOURS, STARTS, RHYTHM, ACCESSIBLE, FUNDING, REGION = range(FACETS)
#: The most values of a facet, domains apart.
WIDTH = 32
#: Three digits, and room for « none », which is counted and not told.
DOMAINS = 1002
RELEVANCE, BY_PRICE, BY_DATE, BY_DISTANCE = range(4)

# Where each criterion stands among those that are handed over.
(
    ALLOWED_REGISTERS, ALLOWED_LEVELS, ALLOWED_MODALITIES, LOW_PRICE, HIGH_PRICE, LOW_HOURS, HIGH_HOURS, FIRST_DAY,
    OWN_FIRST, OWN_LAST, ALLOWED_RHYTHMS, ONLY_ACCESSIBLE, ALLOWED_FUNDINGS, ALLOWED_REGIONS, HAS_DOMAINS, AROUND,
    BUDGET, ORDER, SEED, HAS_KINDS, HAS_LANGUAGES, WITH_TOWNS, MOST_PRICE, SITUATION, HAS_FILTERS,
) = range(25)  # fmt: skip
CRITERIA = 25
NO_LIMIT = 2**62

#: The key of an order: of 63 bits, the text's tier first and what equals share last.
#: A tier is an eighth of a doubling of the text's score.
TIER_SHIFT = 53
#: A double's exponent of 0 and three bits of what follows it, less one: the score 1 is in tier 1.
BASE_TIER = (1023 << 3) - 1


# Where traits lie, as numbers that the compiler takes for constants.
LEVEL_AT, MODALITY_AT, PRICE_AT, HOURS_AT = packing.LEVEL, packing.MODALITY, packing.PRICE, packing.HOURS
ACCESSIBLE_AT, PERMANENT_AT, RHYTHM_AT = packing.ACCESSIBLE, packing.PERMANENT, packing.RHYTHM
FUNDING_AT, REGION_AT, PLACES_AT, RATING_AT = packing.FUNDING, packing.REGION, packing.PLACES, packing.RATING
DOMAIN_AT, OTHER_AT, NO_DOMAIN, MORE = packing.DOMAIN, packing.OTHER_DOMAIN, packing.NO_DOMAIN, packing.MORE
SEVERAL = packing.SEVERAL
SOME = (1 << packing.SEVERAL) - 1
#: What every offer has, so that no choice filters nothing.
ANY = 1 << packing.SEVERAL


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


@compiled("void(i8, u1[::1], u8[::1], i8[::1], i4[::1], i4[::1])")
def starts_of(first_day, dead, traits, day_at, days, starts):
    """What a day makes of each offer's sessions: (days until the next one) << 5 | the bands they are in; 0 for none.

    An offer that is gone has none; one may enter one that is permanent today, in every band.
    """
    for doc in range(len(traits)):
        starts[doc] = 0
        if dead[doc]:
            continue
        if traits[doc] >> np.uint64(PERMANENT_AT) & np.uint64(1):
            starts[doc] = 31
            continue
        bands = np.int64(0)
        next_ahead = np.int64(0)
        for here in range(day_at[doc + 1] - 1, day_at[doc] - 1, -1):
            ahead = np.int64(days[here]) - first_day
            if ahead < 0:
                break
            bands |= 1 if ahead <= 30 else 2 if ahead <= 60 else 4 if ahead <= 90 else 8 if ahead <= 180 else 16
            next_ahead = ahead
        starts[doc] = min(next_ahead, np.int64(2**26 - 1)) << 5 | bands


@compiled(
    "i8(i8, i8, i8, i4[::1], i8[::1], u1[::1], i4[::1], u8[::1], i8[::1], i4[::1], f8[::1], i8[::1], i4[::1],"
    " i8[::1], i2[::1], i4[::1], i2[::1], i2[::1], i8[::1], i8[::1], f8[::1], f8[::1], u1[::1], u1[::1], u1[::1],"
    " i8[:,::1], i8[::1], i4[::1], i8[::1], i8[::1], i8[::1], i8[::1])"
)
def count(
    documents, many, segment, docs, scores, parts, starts, traits, prices, hours, points, day_at, days,
    domain_at, domains, towns, kinds, languages, uids, criteria, origin, rings, allowed_domains, allowed_kinds,
    allowed_languages, counts, domain_counts, town_counts, keys, places, masks, sizes,
):  # fmt: skip
    """Look at `many` of the offers in `docs`, or at all when it is -1; returns how many pass every criterion.

    `starts` is `starts_of` the day. `sizes` is (entries kept, most to keep); `places` are segment << 32 | document,
    `masks` the parts found. `rings` are squares of chords of the unit sphere: the radius, then the bounds of the bands
    of distance.
    """
    total = np.int64(0)
    size, most = sizes[0], sizes[1]
    registers, levels, modalities = criteria[0], criteria[1], criteria[2]
    low_price, high_price, low_hours, high_hours = criteria[3], criteria[4], criteria[5], criteria[6]
    first_day, own_first, own_last = criteria[7], criteria[8], criteria[9]
    rhythms, only_accessible, fundings, regions = criteria[10], criteria[11], criteria[12], criteria[13]
    has_domains, around, budget, order, seed = criteria[14], criteria[15], criteria[16], criteria[17], criteria[18]
    has_kinds, has_languages, with_towns, most_price = criteria[19], criteria[20], criteria[21], criteria[22]
    situation, has_filters = criteria[23], criteria[24]
    soonest = max(first_day, own_first) - first_day
    has_own = own_first > first_day or own_last < NO_LIMIT
    everything = many < 0
    rhythm_sets, funding_sets = np.zeros(SOME + 1, np.int64), np.zeros(SOME + 1, np.int64)
    band_sets = np.zeros(32, np.int64)
    # A double and its bits in one place: the exponent and what follows it are the score's tier.
    as_double = np.zeros(1, np.float64)
    as_bits = as_double.view(np.int64)
    for at in range(documents if everything else many):
        doc = np.int64(at) if everything else np.int64(docs[at])
        start = np.int64(starts[doc])
        bands = start & 31
        if bands == 0:
            continue
        if has_kinds and not allowed_kinds[kinds[doc]]:
            continue
        if has_languages and not allowed_languages[languages[doc]]:
            continue
        if most_price < NO_LIMIT and prices[doc] > most_price:
            continue
        trait = np.int64(traits[doc])
        modality = trait >> MODALITY_AT & 3
        chord = 9.0
        if around:
            if points[3 * doc] < 2.0:
                x, y, z = points[3 * doc] - origin[0], points[3 * doc + 1] - origin[1], points[3 * doc + 2] - origin[2]
                chord = x * x + y * y + z * z
            if modality != 2 and chord > rings[0]:
                continue
        next_day = start >> 5
        fails = np.int64(0)
        if has_filters:
            if has_own and not trait >> PERMANENT_AT & 1:
                own = False
                for here in range(day_at[doc], day_at[doc + 1]):
                    day = np.int64(days[here])
                    if own_first <= day <= own_last and day >= first_day:
                        own = True
                        next_day = day - first_day
                        break
                if not own:
                    fails |= 64
            if not registers >> (trait & 3) & 1:
                fails |= 1
            if not levels >> (trait >> LEVEL_AT & 15) & 1:
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
            price = prices[doc]
            if price < low_price or price > high_price:
                fails |= 16
            if hours[doc] < low_hours or hours[doc] > high_hours:
                fails |= 32
            if not rhythms & (trait >> RHYTHM_AT & SOME | ANY):
                fails |= 128
            if only_accessible and not trait >> ACCESSIBLE_AT & 1:
                fails |= 256
            if not fundings & (trait >> FUNDING_AT & SOME | ANY):
                fails |= 512
            if not regions >> (trait >> REGION_AT & 31) & 1:
                fails |= 1024
            if fails & (fails - 1):
                continue
        if fails == 0:
            counts[0, trait & 3] += 1
            counts[1, trait >> LEVEL_AT & 15] += 1
            counts[2, modality] += 1
            counts[4, trait >> PRICE_AT & 7] += 1
            counts[5, trait >> HOURS_AT & 7] += 1
            band_sets[bands] += 1
            rhythm_sets[trait >> RHYTHM_AT & SOME] += 1
            counts[8, trait >> ACCESSIBLE_AT & 1] += 1
            funding_sets[trait >> FUNDING_AT & SOME] += 1
            counts[10, trait >> REGION_AT & 31] += 1
        elif fails == 1:
            counts[0, trait & 3] += 1
        elif fails == 2:
            counts[1, trait >> LEVEL_AT & 15] += 1
        elif fails == 4:
            counts[2, modality] += 1
        elif fails == 16:
            counts[4, trait >> PRICE_AT & 7] += 1
        elif fails == 32:
            counts[5, trait >> HOURS_AT & 7] += 1
        elif fails == 64:
            band_sets[bands] += 1
        elif fails == 128:
            rhythm_sets[trait >> RHYTHM_AT & SOME] += 1
        elif fails == 256:
            counts[8, trait >> ACCESSIBLE_AT & 1] += 1
        elif fails == 512:
            funding_sets[trait >> FUNDING_AT & SOME] += 1
        elif fails == 1024:
            counts[10, trait >> REGION_AT & 31] += 1
        if fails == 0 or fails == 8:
            other = trait >> OTHER_AT
            if other == MORE:
                for here in range(domain_at[doc], domain_at[doc + 1]):
                    domain_counts[domains[here]] += 1
            else:
                domain_counts[trait >> DOMAIN_AT & 1023] += 1
                domain_counts[other] += 1
        if fails != 0:
            continue
        total += 1
        if with_towns and modality != 2:
            town_counts[towns[doc]] += 1
        score = np.int64(0) if everything else scores[at]
        tier = np.int64(0)
        if score > 0:
            as_double[0] = score
            tier = min(np.int64(511), (as_bits[0] >> 49) - BASE_TIER)
        if order == 0:
            if size == most and tier < keys[0] >> 53:
                continue
            mask = np.int64(0) if everything else np.int64(parts[at])
            ring = np.int64(0)
            if around:
                ring = np.int64(1) if modality == 2 else np.int64(7)
                if modality != 2:
                    for band in range(1, 6):
                        if chord > rings[band]:
                            ring -= 1
            ahead = next_day - soonest
            soon = (
                np.int64(4) if trait >> PERMANENT_AT & 1 or ahead <= 30
                else np.int64(3) if ahead <= 60
                else np.int64(2) if ahead <= 90
                else np.int64(1) if ahead <= 180
                else np.int64(0)
            )  # fmt: skip
            fit = np.int64(0)
            if budget >= 0 and prices[doc] <= budget:
                fit += 2
            if situation & 1 and trait >> ACCESSIBLE_AT & 1:
                fit += 1
            key = tier << 2 | fit
            key = key << 1 | (mask >> 1 & 1)
            key = key << 3 | ring
            key = key << 3 | soon
            key = key << 2 | (trait >> PLACES_AT & 3)
            key = key << 4 | (trait >> RATING_AT & 15)
            key = key << 38 | shuffled(uids[doc], seed)
        else:
            mask = np.int64(0) if everything else np.int64(parts[at])
            if order == 1:
                value = np.int64(1 << 31) - 1 - min(prices[doc], np.int64(1 << 31) - 1)
            elif order == 2:
                # One may begin at any time: that is soon.
                value = np.int64(1 << 31) - 1 - (np.int64(0) if trait >> PERMANENT_AT & 1 else next_day + first_day)
            else:
                value = np.int64(0)
                if modality != 2 and chord <= 4.0:
                    value = np.int64((2.0 - math.sqrt(chord)) * 536870912.0)
            key = (value << 9 | tier) << 22 | (shuffled(uids[doc], seed) >> 16)
        if size < most:
            keys[size], places[size], masks[size] = key, segment << 32 | doc, mask
            size += 1
            if size == most:
                for entry in range(size // 2 - 1, -1, -1):
                    _settle(keys, places, masks, entry, size)
        elif key > keys[0]:
            keys[0], places[0], masks[0] = key, segment << 32 | doc, mask
            _settle(keys, places, masks, np.int64(0), size)
    for found in range(SOME + 1):
        if rhythm_sets[found]:
            for each in range(SEVERAL):
                counts[7, each] += (found >> each & 1) * rhythm_sets[found]
        if funding_sets[found]:
            for each in range(SEVERAL):
                counts[9, each] += (found >> each & 1) * funding_sets[found]
    for found in range(32):
        for each in range(5):
            counts[6, each] += (found >> each & 1) * band_sets[found]
    sizes[0] = size
    return total
