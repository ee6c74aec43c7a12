"""Several small segments made one: their lists are put one behind the other, without the offers that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .container import Array, Strings, strings
from .inverting import moved
from .segment import Segment

_CODED = ("towns", "providers", "kinds", "languages")
_PLAIN = ("traits", "prices", "hours", "uids")


def folded(segments: Sequence[Segment]) -> tuple[int, list[Array], dict[str, Array]]:
    """How many offers are left, and the arrays of one segment that holds them, in the order of the segments.

    Between the two, for each segment, the number that each of its offers has now; -1 for those that are gone.
    """
    numbers, documents = [], 0
    for segment in segments:
        new = np.where(segment.dead == 0, np.cumsum(segment.dead == 0) - 1 + documents, -1).astype(np.int32)
        numbers.append(new)
        documents += segment.alive
    lives = [segment.dead == 0 for segment in segments]
    arrays: dict[str, Array] = {
        name: np.concatenate([s.arrays[name][live] for s, live in zip(segments, lives, strict=True)]) for name in _PLAIN
    }
    points = [s.arrays["points"].reshape(-1, 3)[live].ravel() for s, live in zip(segments, lives, strict=True)]
    arrays["points"] = np.concatenate(points)
    for name, at in (("days", "day_at"), ("domains", "domain_at")):
        arrays |= _ragged(segments, lives, name, at)
    for name in _CODED:
        arrays |= _coded(segments, lives, name)
    for name in ("keys", "cards"):
        kept = [getattr(s, name)[at] for s, live in zip(segments, lives, strict=True) for at in np.flatnonzero(live)]
        arrays |= strings(name, kept)
    return documents, numbers, arrays | _lists(segments, lives, numbers)


def _ragged(segments: Sequence[Segment], lives: Sequence[Array], name: str, at: str) -> dict[str, Array]:
    """A column with several values an offer."""
    parts, sizes = [], []
    for segment, live in zip(segments, lives, strict=True):
        bounds = segment.arrays[at]
        lengths = np.diff(bounds)
        parts.append(segment.arrays[name][np.repeat(live, lengths)])
        sizes.append(lengths[live])
    return {name: np.concatenate(parts), at: _offsets(np.concatenate(sizes))}


def _coded(segments: Sequence[Segment], lives: Sequence[Array], name: str) -> dict[str, Array]:
    """A column of numbers of a table, the tables made one."""
    table: dict[str, int] = {}
    columns = []
    for segment, live in zip(segments, lives, strict=True):
        codes = segment.arrays[name][live]
        values = segment.table(name)
        new = np.zeros(len(values), codes.dtype)
        for code in np.unique(codes):
            new[code] = table.setdefault(values[code], len(table))
        columns.append(new[codes])
    return {name: np.concatenate(columns), **strings(f"{name}.table", [value.encode() for value in table])}


def _merged(tables: Sequence[Strings]) -> tuple[list[bytes], list[Array]]:
    """The sorted union of sorted byte strings, and for each of them where its strings are in the union."""
    lists = [list(table) for table in tables]
    union = sorted(set().union(*lists))
    rank = {value: at for at, value in enumerate(union)}
    return union, [np.fromiter((rank[value] for value in each), np.int32, len(each)) for each in lists]


def _lists(segments: Sequence[Segment], lives: Sequence[Array], numbers: Sequence[Array]) -> dict[str, Array]:
    terms, term_of = _merged([segment.terms for segment in segments])
    words, word_of = _merged([segment.words for segment in segments])
    word_term = np.zeros(len(words), np.int32)
    for segment, of_term, of_word in zip(segments, term_of, word_of, strict=True):
        word_term[of_word] = of_term[segment.arrays["word_term"]]
    posts = _moved(segments, "post", len(terms), term_of, numbers)
    heads = _moved(segments, "word", len(words), word_of, numbers)
    token_parts, token_sizes = [], []
    for segment, live, of_term in zip(segments, lives, term_of, strict=True):
        ends = segment.arrays["token_ends"]
        lengths = np.diff(ends)
        tokens = segment.arrays["tokens"][np.repeat(np.repeat(live, 5), lengths)]
        # What is below 0 stands between texts and stays.
        token_parts.append(np.where(tokens >= 0, of_term[np.maximum(tokens, 0)], tokens).astype(np.int32))
        token_sizes.append(lengths[np.repeat(live, 5)])
    return (
        posts
        | heads
        | strings("terms", terms)
        | strings("words", words)
        | {
            "word_term": word_term,
            "tokens": np.concatenate(token_parts),
            "token_ends": _offsets(np.concatenate(token_sizes)),
        }
    )


def _moved(
    segments: Sequence[Segment], name: str, many: int, of: Sequence[Array], numbers: Sequence[Array]
) -> dict[str, Array]:
    """The lists of a kind, moved into those of the union; what is gone leaves no room behind."""
    three = int(name == "post")
    counts = np.zeros(many, np.int64)
    for segment, into, new in zip(segments, of, numbers, strict=True):
        at, docs = segment.arrays[f"{name}_at"], segment.arrays[f"{name}_docs"]
        left = np.concatenate(([0], np.cumsum(new[docs] >= 0)))
        counts[into] += left[at[1:]] - left[at[:-1]]
    offsets = _offsets(counts)
    size = int(offsets[-1])
    docs, parts = np.empty(size, np.int32), np.empty(size, np.uint8)
    impacts, heads = (np.empty(size if three else 0, np.uint8) for _ in range(2))
    following = offsets[:-1].copy()
    none = np.empty(0, np.uint8)
    for segment, into, new in zip(segments, of, numbers, strict=True):
        arrays: Any = segment.arrays
        moved(
            three, arrays[f"{name}_at"], arrays[f"{name}_docs"], arrays["post_impacts"] if three else none,
            arrays["post_heads"] if three else none, arrays[f"{name}_parts"], into, new, following,
            docs, impacts, heads, parts,
        )  # fmt: skip
    told = {f"{name}_at": offsets, f"{name}_docs": docs, f"{name}_parts": parts}
    return told | ({"post_impacts": impacts, "post_heads": heads} if three else {})


def _offsets(counts: Array) -> Array:
    at = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=at[1:])
    return at
