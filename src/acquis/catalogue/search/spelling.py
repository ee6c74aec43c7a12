"""The word that was meant: mistyped, spelt as it sounds, its letters swapped, its space forgotten or too many."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache
from itertools import pairwise
from math import log1p

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .concepts import concepts, key_of, trimmings, word_list
from .plan import Vocabulary
from .tokens import fold, stem

#: So many letters at the beginning of two words make them of one family.
_ROOT = 7
#: A town of so few letters is meant by a word that sounds like it, and by no other.
_SHORT_TOWN = 4
#: Words less alike than this have nothing to do with one another.
_ALIKE = 0.55
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
#: How a French word sounds, roughly: rules in order over a folded word.
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"), (r"ch", "S"), (r"qu?|ck|cc?(?=[aoulr]|$)|k", "k"), (r"c(?=[eiy])|ss|c|z", "s"),
        (r"gu(?=[ei])", "g"),
        (r"g(?=[eiy])|j", "j"), (r"eau|au", "o"), (r"ti(?=on|el|al)", "si"), (r"h", ""), (r"y", "i"),
        (r"(?:ain|ein|aim|im|ym|in)(?![aeiou])", "1"), (r"(?:an|am|en|em)(?![aeiouy])", "2"),
        (r"(?:on|om)(?![aeiou])", "3"),
        (r"ai|ei|ae", "e"), (r"oe", "e"), (r"ou", "U"), (r"oi", "W"), (r"w", "v"), (r"x", "ks"), (r"s(?=[mn])", "s"),
        (r"(.)\1+", r"\1"), (r"[esdtxp]+$", ""), (r"e(?=r$)", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=16_384)
def sound(word: str) -> str:
    """How a folded word is heard: « fotografe » and « photographe » give one key."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@cache
def _beside() -> frozenset[frozenset[str]]:
    """The pairs of letters that are neighbours on the keyboard."""
    pairs = {frozenset(row[i : i + 2]) for row in _ROWS for i in range(len(row) - 1)}
    pairs |= {frozenset({a, b}) for up, down in pairwise(_ROWS) for a, b in zip(up, down, strict=False)}
    return frozenset(pairs)


@cache
def _known_words() -> dict[str, int]:
    """The words of our tables, of the wish and of limits, that a mistyped one may have meant."""
    found = dict(concepts().lexicon)
    found.update(dict.fromkeys(word_list("everyday") - found.keys(), 1))
    return {word: count for word, count in found.items() if len(word) > 2}


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in _known_words():
        found.setdefault(sound(word), []).append(word)
    return {key: tuple(words) for key, words in found.items()}


@cache
def _in_order() -> list[str]:
    return sorted(_known_words())


@cache
def _choices() -> tuple[str, ...]:
    return tuple(_known_words())


def allowed(word: str) -> int:
    """How many mistakes a word of this length may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2 if len(word) < 12 else 3


def mended(word: str, vocabulary: Vocabulary, towns: list[str]) -> str | None:
    """The word or words that were meant by a folded word that nobody wrote; None when nothing is near enough.

    Words of our tables come first, then those of the offers, then the towns.
    """
    if (apart := concepts().joined.get(word)) is not None:
        return apart
    most = allowed(word)
    if not most or not word.isalpha():
        return None
    if (longer := _of_one_root(word, vocabulary)) is not None:
        return longer
    best: tuple[float, str] | None = None
    heard = sound(word)
    near = {
        found: gap
        for found, gap, _ in process.extract(word, _choices(), scorer=OSA.distance, score_cutoff=most, limit=12)
    }
    near.update(
        (found, min(most, int(OSA.distance(word, found)))) for found in _by_sound().get(heard, ()) if len(heard) > 2
    )
    offered = dict(vocabulary.beginning_with(word[:1]))
    if len(word) > 4:
        near.update(
            (found, gap)
            for found, gap, _ in process.extract(word, list(offered), scorer=OSA.distance, score_cutoff=most, limit=12)
            if len(found) > 3
        )
        near.update(
            (found, gap)
            for found, gap, _ in process.extract(word, towns, scorer=OSA.distance, score_cutoff=1, limit=3)
            if found not in near
        )
    elif len(word) == _SHORT_TOWN:
        # « lion » for Lyon: of so short a name, only one that is heard alike.
        near.update((found, 1) for found in towns if found[:1] == word[:1] and sound(found) == heard)
    for found, gap in near.items():
        cost = _cost(word, found, gap, heard, vocabulary)
        if best is None or (cost, found) < best:
            best = (cost, found)
    return best[1] if best is not None and best[0] <= most + 0.5 else None


def nearest(word: str, vocabulary: Vocabulary, towns: list[str], *, most: int) -> list[str]:
    """The words of ours and of the offers that look or sound most like a folded word, however far: for no dead end."""
    if len(word) < 3 or not word.isalpha():
        return []
    heard = sound(word)
    offered = [found for found, _ in vocabulary.beginning_with(word[:1]) if len(found) > 3]
    alike: dict[str, float] = dict.fromkeys(_by_sound().get(heard, ()), 0.9)
    for choices in (_choices(), offered, towns):
        for found, likeness, _ in process.extract(
            word, choices, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE, limit=most
        ):
            # The beginning is what one rarely mistakes.
            same = 0.1 * (found[:2] == word[:2])
            alike[found] = max(alike.get(found, 0.0), likeness + same)
    alike.pop(word, None)
    # « boulanger » and « boulangère » find the same: one of them is enough.
    of_stem: dict[str, str] = {}
    for found in sorted(alike, key=lambda found: (-alike[found], found)):
        of_stem.setdefault(stem(found), found)
    return list(of_stem.values())[:most]


def _of_one_root(word: str, vocabulary: Vocabulary) -> str | None:
    """The shortest known word that goes on where this one ends: « ambulance » leads to « ambulancier »."""
    root = word.removesuffix("e")
    if len(root) < _ROOT:
        return None
    at = bisect_left(_in_order(), root)
    ours = [found for found in _in_order()[at : at + 20] if found.startswith(root)]
    return min((*ours, *(found for found, _ in vocabulary.beginning_with(root))), key=len, default=None)


def _cost(word: str, found: str, gap: int, heard: str, vocabulary: Vocabulary) -> float:
    """Mistakes, less what makes one likely: the same sound, neighbouring keys, a frequent word."""
    cost = float(gap)
    if sound(found) == heard:
        cost -= 0.6
    if found[0] != word[0]:
        cost += 0.5
    if len(found) == len(word):
        slips = [frozenset(pair) for pair in zip(word, found, strict=True) if pair[0] != pair[1]]
        cost -= 0.2 * (len(slips) == 1 and slips[0] in _beside())
    elif stem(found) == stem(word) or found.startswith(word):
        cost -= 0.3
    known = _known_words().get(found, 0)
    return cost - (0.25 if known else 0.0) - 0.06 * log1p(vocabulary.count(stem(found)) + 3 * known)


def known(word: str) -> bool:
    """Whether a folded word is one of our tables."""
    return word in _known_words() or (stem(word),) in concepts().by_name or (stem(word),) in trimmings()


@cache
def _sorted_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names of one word, in order, with the keys of their concepts."""
    return tuple(sorted((fold(n), key_of(n)) for c in set(concepts().by_name.values()) for n in c.names if n.isalpha()))


def completions(word: str) -> list[tuple[str, ...]]:
    """The keys of at most two concepts whose name begins with what is still being typed."""
    if len(word) < 4:
        return []
    names = _sorted_names()
    at = bisect_left(names, (word, ()))
    keys: list[tuple[str, ...]] = []
    while at < len(names) and names[at][0].startswith(word) and len(keys) < 2:
        if names[at][1] in concepts().by_name and names[at][1] not in keys:
            keys.append(names[at][1])
        at += 1
    return keys


def begins(word: str) -> bool:
    """Whether a name of our tables begins with this word."""
    return bool(completions(word))
