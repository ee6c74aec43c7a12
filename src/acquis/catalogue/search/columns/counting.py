"""The loops over what the clauses left: criteria as bits of what failed, then exact counts.

An offer that fails nothing counts in every facet; one that fails a facet's own criterion alone counts in that facet. A
criterion that nobody chose costs nothing: each has a loop of its own.
"""

from __future__ import annotations

import numpy as np

from . import traits as packing
from .machine import compiled

FACETS = 11
REGISTER, LEVEL, MODALITY, DOMAIN, PRICE, HOURS, STARTS, RHYTHM, ACCESSIBLE, FUNDING, REGION = range(FACETS)
#: The most values of a facet, domains apart.
WIDTH = 32
#: Three digits, and room for « none », which is counted and not told.
DOMAINS = 1002
#: The values of a facet are numbered from as many times its own number, where facets are listed one behind the other.
SPAN = 1024
#: No more values than this are listed.
LISTED = FACETS * WIDTH + DOMAINS
AS_THEY_ARE = -2
# Where each criterion stands among those that are handed over.
(
    ALLOWED_REGISTERS, ALLOWED_LEVELS, ALLOWED_MODALITIES, LOW_PRICE, HIGH_PRICE, LOW_HOURS, HIGH_HOURS, FIRST_DAY,
    OWN_FIRST, OWN_LAST, ALLOWED_RHYTHMS, ONLY_ACCESSIBLE, ALLOWED_FUNDINGS, ALLOWED_REGIONS, HAS_DOMAINS, AROUND,
    BUDGET, ORDER, SEED, HAS_KINDS, HAS_LANGUAGES, WITH_TOWNS, MOST_PRICE, SITUATION, HAS_FILTERS,
) = CRITERIA = range(25)  # fmt: skip
NO_LIMIT = 2**62

# Where traits lie, as numbers that the compiler takes for constants.
LEVEL_AT, MODALITY_AT, PRICE_AT, HOURS_AT = packing.LEVEL, packing.MODALITY, packing.PRICE, packing.HOURS
ACCESSIBLE_AT, PERMANENT_AT, RHYTHM_AT = packing.ACCESSIBLE, packing.PERMANENT, packing.RHYTHM
FUNDING_AT, REGION_AT = packing.FUNDING, packing.REGION
DOMAIN_AT, OTHER_AT, MORE = packing.DOMAIN, packing.OTHER_DOMAIN, packing.MORE
NO_DOMAIN, SEVERAL = packing.NO_DOMAIN, packing.SEVERAL
SOME = (1 << packing.SEVERAL) - 1
#: What every offer has, so that no choice filters nothing.
ANY = 1 << packing.SEVERAL

#: Offers that fail nothing are counted by neighbouring traits together, and the sums parted at the end: (register,
#: level, modality), (price, hours, accessible), the set of rhythms, that of fundings, (region, bands of starts).
#: Where each of these begins among the bins.
BY_LEVEL, BY_PRICE, BY_RHYTHM, BY_FUNDING, BY_REGION, BINS = 0, 256, 384, 640, 896, 1920
assert packing.LEVEL == 2
assert packing.MODALITY == 6
assert packing.PRICE == 8
assert packing.HOURS == 11
assert packing.ACCESSIBLE == 14


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
    "i8(i8, i8, i4[::1], i8[::1], u1[::1], i4[::1], i8[::1], f8[::1], u8[::1], i2[::1], i2[::1], i8[::1], f8[::1],"
    " f8[::1], u1[::1], u1[::1])"
)
def left(
    documents, many, docs, scores, parts, starts, prices, points, traits, kinds, languages, criteria, origin, rings,
    allowed_kinds, allowed_languages,
):  # fmt: skip
    """Leave, of `many` offers, or of all when it is -1, those that may count in some facet; returns how many.

    `starts` is `starts_of` the day. `rings` are squares of chords of the unit sphere, the radius first.
    """
    most_price, has_kinds, has_languages = criteria[MOST_PRICE], criteria[HAS_KINDS], criteria[HAS_LANGUAGES]
    if many < 0:
        many = documents
        for at in range(documents):
            docs[at] = at
            scores[at] = 0
            parts[at] = 0
    kept = np.int64(0)
    if criteria[AROUND]:
        x, y, z, radius = origin[0], origin[1], origin[2], rings[0]
        for at in range(many):
            doc = np.uint64(docs[at])
            # An offer without a place is farther than anything.
            place = np.uint64(3) * doc
            dx, dy, dz = points[place] - x, points[place + np.uint64(1)] - y, points[place + np.uint64(2)] - z
            inside = (dx * dx + dy * dy + dz * dz <= radius) | (traits[doc] >> np.uint64(MODALITY_AT) & np.uint64(3) == 2)
            docs[kept], scores[kept], parts[kept] = docs[at], scores[at], parts[at]
            kept += inside & (starts[doc] != 0)
    else:
        for at in range(many):
            gone = starts[np.uint64(docs[at])] == 0
            if kept != at:
                docs[kept], scores[kept], parts[kept] = docs[at], scores[at], parts[at]
            kept += not gone
    if has_kinds or has_languages or most_price < NO_LIMIT:
        many = kept
        kept = np.int64(0)
        for at in range(many):
            doc = np.uint64(docs[at])
            if has_kinds and not allowed_kinds[kinds[doc]]:
                continue
            if has_languages and not allowed_languages[languages[doc]]:
                continue
            if prices[doc] > most_price:
                continue
            docs[kept], scores[kept], parts[kept] = docs[at], scores[at], parts[at]
            kept += 1
    return kept


@compiled(
    "i8(i8, i4[::1], i8[::1], u1[::1], u2[::1], i4[::1], i4[::1], u8[::1], i8[::1], i4[::1], i8[::1], i4[::1], i8[::1], i2[::1],"
    " i8[::1], u1[::1], i8[:,::1], i8[::1])"
)
def passing(
    many, docs, scores, parts, fails, lone_docs, starts, traits, prices, hours, day_at, days, domain_at, domains,
    criteria, allowed_domains, counts, domain_counts,
):  # fmt: skip
    """Leave, of `many` offers, those that pass the criteria that belong to facets; returns how many.

    One that fails the criterion of one facet alone is counted in that facet. `fails` and `lone_docs` are room for as many.
    """
    first_day, own_first, own_last = criteria[FIRST_DAY], criteria[OWN_FIRST], criteria[OWN_LAST]
    for at in range(many):
        fails[at] = 0
    registers, levels, modalities = criteria[ALLOWED_REGISTERS], criteria[ALLOWED_LEVELS], criteria[ALLOWED_MODALITIES]
    regions = criteria[ALLOWED_REGIONS]
    if registers & 15 != 15 or levels & 0xFFFF != 0xFFFF or modalities & 15 != 15:
        for at in range(many):
            trait = np.int64(traits[np.uint64(docs[at])])
            fails[at] |= (
                (registers >> (trait & 3) & 1 ^ 1)
                | (levels >> (trait >> LEVEL_AT & 15) & 1 ^ 1) << LEVEL
                | (modalities >> (trait >> MODALITY_AT & 3) & 1 ^ 1) << MODALITY
            )
    if criteria[HAS_DOMAINS]:
        for at in range(many):
            doc = np.uint64(docs[at])
            inside = False
            for here in range(domain_at[doc], domain_at[doc + np.uint64(1)]):
                if allowed_domains[domains[here]]:
                    inside = True
            fails[at] |= np.uint16(0 if inside else 1 << DOMAIN)
    low, high = criteria[LOW_PRICE], criteria[HIGH_PRICE]
    if low > 0 or high < NO_LIMIT:
        for at in range(many):
            price = prices[np.uint64(docs[at])]
            fails[at] |= np.uint16(((price < low) | (price > high)) << PRICE)
    low, high = criteria[LOW_HOURS], criteria[HIGH_HOURS]
    if low > 0 or high < NO_LIMIT:
        for at in range(many):
            long = hours[np.uint64(docs[at])]
            fails[at] |= np.uint16(((long < low) | (long > high)) << HOURS)
    if own_first > first_day or own_last < NO_LIMIT:
        for at in range(many):
            doc = np.uint64(docs[at])
            own = traits[doc] >> np.uint64(PERMANENT_AT) & np.uint64(1) == 1
            for here in range(day_at[doc], day_at[doc + np.uint64(1)]):
                day = np.int64(days[here])
                if own_first <= day <= own_last and day >= first_day:
                    own = True
                    break
            fails[at] |= np.uint16(0 if own else 1 << STARTS)
    rhythms, fundings, accessible = criteria[ALLOWED_RHYTHMS], criteria[ALLOWED_FUNDINGS], criteria[ONLY_ACCESSIBLE]
    if rhythms != ANY or fundings != ANY or accessible or regions & 0xFFFFFFFF != 0xFFFFFFFF:
        for at in range(many):
            trait = np.int64(traits[np.uint64(docs[at])])
            fails[at] |= (
                np.int64(rhythms & (trait >> RHYTHM_AT & SOME | ANY) == 0) << RHYTHM
                | np.int64(fundings & (trait >> FUNDING_AT & SOME | ANY) == 0) << FUNDING
                | (accessible & (trait >> ACCESSIBLE_AT & 1 ^ 1)) << ACCESSIBLE
                | (regions >> (trait >> REGION_AT & 31) & 1 ^ 1) << REGION
            )
    kept = np.int64(0)
    alone = np.int64(0)
    for at in range(many):
        failed = np.int64(fails[at])
        doc = docs[at]
        # Both are written and one of them kept, at most: whoever passes is not to be guessed.
        lone_docs[alone], fails[alone] = doc, failed
        alone += (failed != 0) & (failed & (failed - 1) == 0)
        docs[kept], scores[kept], parts[kept] = doc, scores[at], parts[at]
        kept += failed == 0
    for at in range(alone):
        doc = np.uint64(lone_docs[at])
        _count_alone(
            np.int64(fails[at]), np.int64(traits[doc]), np.int64(starts[doc]) & 31, doc, domain_at, domains, counts,
            domain_counts,
        )  # fmt: skip
    return kept


@compiled()
def _count_alone(failed, trait, bands, doc, domain_at, domains, counts, domain_counts):
    """Count an offer in the one facet of which it fails the criterion."""
    if failed == 1 << REGISTER:
        counts[REGISTER, trait & 3] += 1
    elif failed == 1 << LEVEL:
        counts[LEVEL, trait >> LEVEL_AT & 15] += 1
    elif failed == 1 << MODALITY:
        counts[MODALITY, trait >> MODALITY_AT & 3] += 1
    elif failed == 1 << DOMAIN:
        for here in range(domain_at[doc], domain_at[doc + np.uint64(1)]):
            domain_counts[domains[here]] += 1
    elif failed == 1 << PRICE:
        counts[PRICE, trait >> PRICE_AT & 7] += 1
    elif failed == 1 << HOURS:
        counts[HOURS, trait >> HOURS_AT & 7] += 1
    elif failed == 1 << STARTS:
        for each in range(5):
            counts[STARTS, each] += bands >> each & 1
    elif failed == 1 << RHYTHM:
        for each in range(SEVERAL):
            counts[RHYTHM, each] += trait >> RHYTHM_AT >> each & 1
    elif failed == 1 << ACCESSIBLE:
        counts[ACCESSIBLE, trait >> ACCESSIBLE_AT & 1] += 1
    elif failed == 1 << FUNDING:
        for each in range(SEVERAL):
            counts[FUNDING, each] += trait >> FUNDING_AT >> each & 1
    else:
        counts[REGION, trait >> REGION_AT & 31] += 1


@compiled("void(i8, i4[::1], i4[::1], u8[::1], i8[::1], i2[::1], i4[::1], i8[::1])")
def count(many, docs, starts, traits, domain_at, domains, bins, domain_counts):
    """Count offers that pass every criterion."""
    for at in range(many):
        doc = np.uint64(docs[at])
        trait = traits[doc]
        bands = np.uint64(starts[doc]) & np.uint64(31)
        bins[trait & np.uint64(255)] += 1
        bins[np.uint64(BY_PRICE) + (trait >> np.uint64(PRICE_AT) & np.uint64(127))] += 1
        bins[np.uint64(BY_RHYTHM) + (trait >> np.uint64(RHYTHM_AT) & np.uint64(SOME))] += 1
        bins[np.uint64(BY_FUNDING) + (trait >> np.uint64(FUNDING_AT) & np.uint64(SOME))] += 1
        region = trait >> np.uint64(REGION_AT) & np.uint64(31)
        bins[np.uint64(BY_REGION) + (region << np.uint64(5) | bands)] += 1
        other = trait >> np.uint64(OTHER_AT)
        if other != np.uint64(MORE):
            domain_counts[trait >> np.uint64(DOMAIN_AT) & np.uint64(1023)] += 1
            domain_counts[other] += 1
        else:
            for here in range(domain_at[doc], domain_at[doc + np.uint64(1)]):
                domain_counts[domains[here]] += 1


@compiled("i8(i4[::1], i8[:,::1], i8[::1], i8[:,::1], i8[::1], i8[::1], i8[::1])")
def told(bins, counts, domain_counts, orders, values, numbers, ends):
    """Part the bins into `counts`, then list what is not 0 of every facet; returns how many.

    The most frequent come first, equals in the order of `orders`: a row of values for each facet, -1 behind them, and
    last AS_THEY_ARE for facets that keep it; DOMAIN has the order of its numbers. `values` are facet * SPAN + value,
    `ends` where each facet ends.
    """
    for at in range(256):
        many = np.int64(bins[BY_LEVEL + at])
        if many:
            counts[REGISTER, at & 3] += many
            counts[LEVEL, at >> 2 & 15] += many
            counts[MODALITY, at >> 6] += many
        rhythm, funding = np.int64(bins[BY_RHYTHM + at]), np.int64(bins[BY_FUNDING + at])
        if rhythm or funding:
            for each in range(SEVERAL):
                counts[RHYTHM, each] += (at >> each & 1) * rhythm
                counts[FUNDING, each] += (at >> each & 1) * funding
    for at in range(128):
        many = np.int64(bins[BY_PRICE + at])
        if many:
            counts[PRICE, at & 7] += many
            counts[HOURS, at >> 3 & 7] += many
            counts[ACCESSIBLE, at >> 6] += many
    for at in range(1024):
        many = np.int64(bins[BY_REGION + at])
        if many:
            counts[REGION, at >> 5] += many
            for each in range(5):
                counts[STARTS, each] += (at >> each & 1) * many
    size = np.int64(0)
    for facet in range(FACETS):
        begin = size
        if facet == DOMAIN:
            for value in range(NO_DOMAIN):
                many = domain_counts[value]
                if many:
                    size = _listed(values, numbers, begin, size, DOMAIN * SPAN + value, many)
        else:
            sorts = orders[facet, WIDTH] != AS_THEY_ARE
            for at in range(WIDTH):
                value = orders[facet, at]
                if value < 0:
                    break
                many = counts[facet, value]
                if many:
                    size = _listed(values, numbers, begin if sorts else size, size, facet * SPAN + value, many)
        ends[facet] = size
    return size


@compiled()
def _listed(values, numbers, begin, size, value, many):
    """Put a value among those from `begin` on, behind those that are as frequent; returns the size."""
    at = size
    while at > begin and numbers[at - 1] < many:
        numbers[at], values[at] = numbers[at - 1], values[at - 1]
        at -= 1
    numbers[at], values[at] = many, value
    return size + 1


@compiled("void(i8, i4[::1], u8[::1], i4[::1], i4[::1])")
def count_towns(many, docs, traits, towns, town_counts):
    """Count offers by the town where they are; what is remote is nowhere in particular."""
    for at in range(many):
        doc = np.uint64(docs[at])
        town_counts[np.uint64(towns[doc])] += traits[doc] >> np.uint64(MODALITY_AT) & np.uint64(3) != 2
