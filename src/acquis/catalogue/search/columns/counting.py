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
    BUDGET, ORDER, SEED, HAS_KINDS, HAS_LANGUAGES, WITH_TOWNS, SITUATION, HAS_FILTERS,
    LOW_BAND, HIGH_BAND, CUT_BANDS, LOW_LAT, HIGH_LAT, LOW_LON, LONG_LON,
) = CRITERIA = range(31)  # fmt: skip
NO_LIMIT = 2**62
#: Of a set of values as bits: none is chosen, so all are allowed.
ALL = 2**62 - 1

# Where traits lie, as numbers that the compiler takes for constants.
LEVEL_AT, MODALITY_AT, PRICE_AT, HOURS_AT = packing.LEVEL, packing.MODALITY, packing.PRICE, packing.HOURS
ACCESSIBLE_AT, PERMANENT_AT, RHYTHM_AT = packing.ACCESSIBLE, packing.PERMANENT, packing.RHYTHM
FUNDING_AT, REGION_AT = packing.FUNDING, packing.REGION
DOMAIN_AT, OTHER_AT, MORE = packing.DOMAIN, packing.OTHER_DOMAIN, packing.MORE
NO_DOMAIN, SEVERAL, REMOTE = packing.NO_DOMAIN, packing.SEVERAL, packing.REMOTE
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


@compiled()
def move(docs, scores, parts, traits, starts, at, into):
    """Put what is known of an offer in another's place."""
    docs[into], scores[into], parts[into] = docs[at], scores[at], parts[at]
    traits[into], starts[into] = traits[at], starts[at]


@compiled(
    "i8(i8, i4[::1], i8[::1], u1[::1], u8[::1], i4[::1], u2[::1], i4[::1], i8[::1], i4[::1], i8[::1], i4[::1], i8[::1],"
    " i2[::1], i8[::1], u1[::1], i8[:,::1], i8[::1])"
)
def passing(
    many, docs, scores, parts, traits, starts, fails, lone, prices, hours, day_at, days, domain_at, domains,
    criteria, allowed_domains, counts, domain_counts,
):  # fmt: skip
    """Leave, of `many` offers, those that pass the criteria that belong to facets; returns how many.

    One that fails the criterion of one facet alone is counted in that facet. `fails` and `lone` are room for as many.
    """
    first_day, own_first, own_last = criteria[FIRST_DAY], criteria[OWN_FIRST], criteria[OWN_LAST]
    registers, levels, modalities = criteria[ALLOWED_REGISTERS], criteria[ALLOWED_LEVELS], criteria[ALLOWED_MODALITIES]
    rhythms, fundings, accessible = criteria[ALLOWED_RHYTHMS], criteria[ALLOWED_FUNDINGS], criteria[ONLY_ACCESSIBLE]
    regions = criteria[ALLOWED_REGIONS]
    for at in range(many):
        fails[at] = 0
    if registers != ALL:
        for at in range(many):
            fails[at] |= np.uint16((registers >> np.int64(traits[at] & np.uint64(3)) & 1 ^ 1) << REGISTER)
    if levels != ALL:
        for at in range(many):
            level = np.int64(traits[at] >> np.uint64(LEVEL_AT) & np.uint64(15))
            fails[at] |= np.uint16((levels >> level & 1 ^ 1) << LEVEL)
    if modalities != ALL:
        for at in range(many):
            modality = np.int64(traits[at] >> np.uint64(MODALITY_AT) & np.uint64(3))
            fails[at] |= np.uint16((modalities >> modality & 1 ^ 1) << MODALITY)
    if rhythms != ANY:
        for at in range(many):
            fails[at] |= np.uint16(np.int64(rhythms & np.int64(traits[at] >> np.uint64(RHYTHM_AT)) == 0) << RHYTHM)
    if accessible:
        for at in range(many):
            fails[at] |= np.uint16(
                np.int64(traits[at] >> np.uint64(ACCESSIBLE_AT) & np.uint64(1) ^ np.uint64(1)) << ACCESSIBLE
            )
    if fundings != ANY:
        for at in range(many):
            fails[at] |= np.uint16(np.int64(fundings & np.int64(traits[at] >> np.uint64(FUNDING_AT)) == 0) << FUNDING)
    if regions != ALL:
        for at in range(many):
            region = np.int64(traits[at] >> np.uint64(REGION_AT) & np.uint64(31))
            fails[at] |= np.uint16((regions >> region & 1 ^ 1) << REGION)
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
        # The band tells most; prices themselves are looked at in a band that a bound goes through.
        low_band, high_band, cut = criteria[LOW_BAND], criteria[HIGH_BAND], criteria[CUT_BANDS]
        for at in range(many):
            band = np.int64(traits[at] >> np.uint64(PRICE_AT) & np.uint64(7))
            out = (band < low_band) | (band > high_band)
            if cut >> band & 1:
                price = prices[np.uint64(docs[at])]
                out |= (price < low) | (price > high)
            fails[at] |= np.uint16(np.int64(out) << PRICE)
    low, high = criteria[LOW_HOURS], criteria[HIGH_HOURS]
    if low > 0 or high < NO_LIMIT:
        for at in range(many):
            long = hours[np.uint64(docs[at])]
            fails[at] |= np.uint16(np.int64((long < low) | (long > high)) << HOURS)
    if own_first > first_day or own_last < NO_LIMIT:
        for at in range(many):
            doc = np.uint64(docs[at])
            own = traits[at] >> np.uint64(PERMANENT_AT) & np.uint64(1) == np.uint64(1)
            for here in range(day_at[doc], day_at[doc + np.uint64(1)]):
                day = np.int64(days[here])
                if own_first <= day <= own_last and day >= first_day:
                    own = True
                    break
            fails[at] |= np.uint16(0 if own else 1 << STARTS)
    alone = np.int64(0)
    for at in range(many):
        failed = np.int64(fails[at])
        lone[alone] = at
        alone += (failed != 0) & (failed & (failed - 1) == 0)
    for at in range(alone):
        here = np.uint64(lone[at])
        _count_alone(
            np.int64(fails[here]), np.int64(traits[here]), np.int64(starts[here]) & 31, np.uint64(docs[here]),
            domain_at, domains, counts, domain_counts,
        )  # fmt: skip
    kept = np.int64(0)
    for at in range(many):
        # Written whether it passes or not: that is not to be guessed.
        passes = fails[at] == 0
        move(docs, scores, parts, traits, starts, at, kept)
        kept += passes
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


@compiled("void(i8, i4[::1], u8[::1], i4[::1], i8[::1], i2[::1], i4[::1], i8[::1])")
def count(many, docs, traits, starts, domain_at, domains, bins, domain_counts):
    """Count offers that pass every criterion."""
    for at in range(many):
        trait = traits[at]
        bands = np.uint64(starts[at]) & np.uint64(31)
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
            doc = np.uint64(docs[at])
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
        town = np.uint64(towns[np.uint64(docs[at])])
        town_counts[town] += traits[at] >> np.uint64(MODALITY_AT) & np.uint64(3) != np.uint64(REMOTE)
