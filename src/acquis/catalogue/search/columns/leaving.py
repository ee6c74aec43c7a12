"""The loops that come first: what a day makes of each offer, and which offers may count in some facet at all."""

from __future__ import annotations

import numpy as np

from .counting import (
    AROUND,
    HAS_KINDS,
    HAS_LANGUAGES,
    HIGH_LAT,
    LONG_LON,
    LOW_LAT,
    LOW_LON,
    MODALITY_AT,
    PERMANENT_AT,
    REMOTE,
    move,
)
from .machine import compiled


@compiled("void(i8, u1[::1], u8[::1], i8[::1], i4[::1], u4[::1], u8[::1])")
def records_of(first_day, dead, traits, day_at, days, cells, records):
    """What a question asked on a day looks at for each offer, side by side: its traits, then its sessions and place.

    Of the second number the high half is (days until the next session) << 5 | the bands that sessions are in, and 0
    when there is none: an offer that is gone has none, one may enter one that is permanent today, in every band. The
    low half is the cell of the place.
    """
    for doc in range(len(traits)):
        records[2 * doc] = traits[doc]
        start = np.int64(0)
        if dead[doc]:
            start = np.int64(0)
        elif traits[doc] >> np.uint64(PERMANENT_AT) & np.uint64(1):
            start = np.int64(31)
        else:
            bands = np.int64(0)
            next_ahead = np.int64(0)
            for here in range(day_at[doc + 1] - 1, day_at[doc] - 1, -1):
                ahead = np.int64(days[here]) - first_day
                if ahead < 0:
                    break
                bands |= 1 if ahead <= 30 else 2 if ahead <= 60 else 4 if ahead <= 90 else 8 if ahead <= 180 else 16
                next_ahead = ahead
            start = min(next_ahead, np.int64(2**26 - 1)) << 5 | bands
        records[2 * doc + 1] = np.uint64(start) << np.uint64(32) | np.uint64(cells[doc])


@compiled(
    "i8(i8, i8, i4[::1], i8[::1], u1[::1], u8[::1], i4[::1], u8[::1], i8[::1], f8[::1], i2[::1], i2[::1],"
    " i8[::1], f8[::1], f8[::1], i8[::1], u1[::1])"
)
def left(
    documents, many, docs, scores, parts, traits, starts, records, prices, points, kinds, languages,
    criteria, origin, rings, most_of_kinds, allowed_languages,
):  # fmt: skip
    """Leave, of `many` offers, or of all when it is -1, those that may count in some facet; returns how many.

    Their `traits` and `starts` are put beside them: what follows looks at memory in order. `records` are `records_of`
    the day. `rings` are squares of chords of the unit sphere, the radius first. `most_of_kinds` is the most that an
    offer of each kind may cost, -1 when no such offer is wanted.
    """
    has_kinds, has_languages = criteria[HAS_KINDS], criteria[HAS_LANGUAGES]
    if many < 0:
        many = documents
        for at in range(documents):
            docs[at] = at
            scores[at] = 0
            parts[at] = 0
    kept = np.int64(0)
    if not criteria[AROUND]:
        for at in range(many):
            doc = docs[at]
            here = np.uint64(2) * np.uint64(doc)
            start = np.int64(records[here + np.uint64(1)] >> np.uint64(32))
            docs[kept], scores[kept], parts[kept] = doc, scores[at], parts[at]
            starts[kept], traits[kept] = start, records[here]
            kept += start != 0
    else:
        # Most are out of the square around the circle, or remote: the point itself is looked at for the others.
        low_lat, high_lat = np.uint64(criteria[LOW_LAT]), np.uint64(criteria[HIGH_LAT])
        low_lon, long_lon = np.uint64(criteria[LOW_LON]), np.uint64(criteria[LONG_LON])
        for at in range(many):
            doc = docs[at]
            here = np.uint64(2) * np.uint64(doc)
            trait, record = records[here], records[here + np.uint64(1)]
            lat, lon = record >> np.uint64(16) & np.uint64(0xFFFF), record & np.uint64(0xFFFF)
            near = (lat >= low_lat) & (lat <= high_lat) & (((lon - low_lon) & np.uint64(0xFFFF)) <= long_lon)
            remote = trait >> np.uint64(MODALITY_AT) & np.uint64(3) == np.uint64(REMOTE)
            start = np.int64(record >> np.uint64(32))
            docs[kept], scores[kept], parts[kept] = doc, scores[at], parts[at]
            starts[kept], traits[kept] = start, trait
            kept += (start != 0) & (near | remote)
        many = kept
        kept = np.int64(0)
        x, y, z, radius = origin[0], origin[1], origin[2], rings[0]
        for at in range(many):
            within = traits[at] >> np.uint64(MODALITY_AT) & np.uint64(3) == np.uint64(REMOTE)
            if not within:
                place = np.uint64(3) * np.uint64(docs[at])
                dx, dy, dz = points[place] - x, points[place + np.uint64(1)] - y, points[place + np.uint64(2)] - z
                within = dx * dx + dy * dy + dz * dz <= radius
            move(docs, scores, parts, traits, starts, at, kept)
            kept += within
    if has_kinds or has_languages:
        many = kept
        kept = np.int64(0)
        for at in range(many):
            doc = np.uint64(docs[at])
            if has_kinds and prices[doc] > most_of_kinds[kinds[doc]]:
                continue
            if has_languages and not allowed_languages[languages[doc]]:
                continue
            move(docs, scores, parts, traits, starts, at, kept)
            kept += 1
    return kept
