"""A segment in the making: offers are added one by one, their words numbered as they come, and listed at the end."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from math import cos, radians, sin
from typing import Any

import numpy as np

from ...types import Modality
from ..plan import OfferDocument
from ..tokens import EMPTY, fold, split, stem
from . import traits
from .container import Array, strings
from .inverting import BREAK, counted, inverted

#: No segment is larger than this: what is held in memory while it is made stays within bounds.
MOST_DOCUMENTS, MOST_WORDS = 400_000, 48_000_000
NOWHERE = 9.0
#: Texts and values that many offers share are remembered, so many at most.
_REMEMBERED = 100_000
_FURTHEST_DAY = 4_000_000


class _Words(dict[str, int]):
    """The number of each word as written; of those that say nothing, -1."""

    def __init__(self) -> None:
        super().__init__()
        self.folded: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        bare = fold(word)
        number = -1 if bare in EMPTY else self.folded.setdefault(bare, len(self.folded))
        self[word] = number
        return number


class _Numbers(dict[str, int]):
    """Each text its number, in the order of coming."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Builder:
    """Gathers the offers of one segment."""

    def __init__(self) -> None:
        self.documents = 0
        self._words, self._exact = _Words(), _Numbers()
        self._stream, self._ends = array("i"), array("q", [0])
        self._values, self._values_at = array("i"), array("q", [0])
        self._columns: dict[str, Any] = {
            "traits": array("Q"), "prices": array("q"), "hours": array("i"), "points": array("d"),
            "day_at": array("q", [0]), "days": array("i"), "domain_at": array("q", [0]), "domains": array("h"),
            "towns": array("i"), "providers": array("i"), "kinds": array("h"), "languages": array("h"),
            "uids": array("q"),
        }  # fmt: skip
        self._tables = {name: _Numbers() for name in ("towns", "providers", "kinds", "languages")}
        self._shared: dict[Any, array[int]] = {}
        self._texts: dict[str, array[int]] = {}
        self._keys: list[bytes] = []
        self._cards: list[bytes] = []

    @property
    def is_full(self) -> bool:
        return self.documents >= MOST_DOCUMENTS or len(self._stream) >= MOST_WORDS

    def add(self, document: OfferDocument) -> None:
        """Take an offer in. A value that no column holds is a ValueError that names the offer and the field."""
        try:
            row = _row(document)
        except (ValueError, OverflowError, TypeError) as error:
            raise ValueError(f"offer {document.key}: {error}") from error
        self._take_words(document)
        columns, tables = self._columns, self._tables
        for name in ("traits", "prices", "hours", "uids"):
            columns[name].append(row[name])
        for name in ("points", "days", "domains"):
            columns[name].extend(row[name])
        columns["day_at"].append(len(columns["days"]))
        columns["domain_at"].append(len(columns["domains"]))
        columns["towns"].append(tables["towns"][document.insee])
        columns["providers"].append(tables["providers"][document.provider])
        columns["kinds"].append(tables["kinds"][document.kind])
        columns["languages"].append(tables["languages"][document.language])
        self._values.append(self._exact[f"training:{document.training}"])
        self._values.append(self._exact[f"provider:{document.provider}"])
        self._values.extend(map(self._exact.__getitem__, _place_terms(document.insee, document.modality)))
        self._values.extend(self._shared_values(document))
        self._values_at.append(len(self._values))
        self._keys.append(document.key.encode())
        self._cards.append(document.card.encode())
        self.documents += 1

    def _shared_values(self, document: OfferDocument) -> array[int]:
        """The numbers of the exact values that all offers of a certification have."""
        shared = document.register, document.code, document.kind, document.level, document.rome, document.formacode
        found = self._shared.get(shared)
        if found is None:
            found = array("i", map(self._exact.__getitem__, dict.fromkeys(_shared_terms(document))))
            if len(self._shared) < _REMEMBERED:
                self._shared[shared] = found
        return found

    def _numbers_of(self, text: str) -> array[int]:
        """The numbers of the words of a text that many offers share: a certification, a trade, a provider's name."""
        found = self._texts.get(text)
        if found is None:
            found = array("i", map(self._words.__getitem__, split(text)))
            if len(self._texts) < _REMEMBERED:
                self._texts[text] = found
        return found

    def _take_words(self, document: OfferDocument) -> None:
        number, stream, ends = self._words.__getitem__, self._stream, self._ends
        stream.extend(map(number, split(document.title)))
        ends.append(len(stream))
        stream.extend(self._numbers_of(document.certification))
        ends.append(len(stream))
        for trade in document.trades:
            stream.extend(self._numbers_of(trade))
            stream.append(BREAK)
        ends.append(len(stream))
        stream.extend(self._numbers_of(document.provider_name))
        ends.append(len(stream))
        stream.extend(map(number, split(document.body)))
        ends.append(len(stream))

    def arrays(self) -> dict[str, Array]:
        """The arrays of the segment; the builder is of no use afterwards."""
        words = list(self._words.folded)
        of_word = [stem(word) for word in words]
        terms = sorted({term.encode() for term in of_word} | {value.encode() for value in self._exact})
        rank = {term: at for at, term in enumerate(terms)}
        order = sorted(range(len(words)), key=words.__getitem__)
        new_number = np.empty(len(words) + 2, np.int32)
        new_number[order] = np.arange(len(words), dtype=np.int32)
        # The last two entries are those of -2 and -1, as Python counts from the end.
        new_number[-1], new_number[-2] = -1, BREAK
        stream = new_number[np.frombuffer(self._stream, np.int32)]
        word_term = np.fromiter((rank[of_word[at].encode()] for at in order), np.int32, len(words))
        exact_rank = np.fromiter((rank[value.encode()] for value in self._exact), np.int32, len(self._exact))
        exact = exact_rank[np.frombuffer(self._values, np.int32)] if self._values else np.empty(0, np.int32)
        lists = _inverted(
            np.ascontiguousarray(stream), np.frombuffer(self._ends, np.int64).copy(), word_term, exact,
            np.frombuffer(self._values_at, np.int64).copy(), len(terms),
        )  # fmt: skip
        columns = {
            name: np.frombuffer(column, column.typecode) if len(column) else np.empty(0, column.typecode)
            for name, column in self._columns.items()
        }
        tables: dict[str, Array] = {}
        for name, table in self._tables.items():
            tables |= strings(f"{name}.table", [value.encode() for value in table])
        return (
            columns
            | lists
            | tables
            | strings("terms", terms)
            | strings("words", [words[at].encode() for at in order])
            | strings("keys", self._keys)
            | strings("cards", self._cards)
            | {"word_term": word_term}
        )


def segments(documents: Iterable[OfferDocument]) -> Iterator[tuple[int, dict[str, Array]]]:
    """All offers in as few segments as memory allows, each with how many it has."""
    builder = Builder()
    for document in documents:
        builder.add(document)
        if builder.is_full:
            yield builder.documents, builder.arrays()
            builder = Builder()
    if builder.documents:
        yield builder.documents, builder.arrays()


def exact_terms(document: OfferDocument) -> Iterator[str]:
    """The exact values by which an offer is found, as `plan.Way` writes them."""
    yield f"training:{document.training}"
    yield f"provider:{document.provider}"
    yield from _place_terms(document.insee, document.modality)
    yield from dict.fromkeys(_shared_terms(document))


@lru_cache(maxsize=65_536)
def _place_terms(insee: str, modality: str) -> tuple[str, ...]:
    """Where an offer takes one: « sauf Paris » is without these. A remote one is nowhere."""
    if not insee or modality == Modality.REMOTE:
        return ()
    department = insee[:3] if insee[:2] == "97" else insee[:2]
    return (f"town:{insee}", f"department:{department}", f"region:{traits.region_of(insee)}")


def _shared_terms(document: OfferDocument) -> Iterator[str]:
    yield f"register:{document.register}"
    if document.code:
        yield f"code:{document.code}"
    if document.kind:
        yield f"kind:{document.kind}"
    if document.level is not None:
        yield f"level:{document.level}"
    for code in document.rome:
        yield f"rome:{code}"
    for code in document.formacode:
        for length in range(3, len(code)):
            yield f"formacode:{code[:length]}"
        yield f"formacode:{code}"


@lru_cache(maxsize=65_536)
def domains_of(formacode: tuple[str, ...]) -> list[int]:
    """The first three digits of Formacodes, once each."""
    return sorted(
        {int(code[:3]) for code in formacode if len(code) >= 3 and code[:3].isascii() and code[:3].isdecimal()}
    )


@lru_cache(maxsize=65_536)
def point_of(lat: float | None, lon: float | None) -> tuple[float, float, float]:
    """A point of the unit sphere, so that what is near is known without trigonometry; `NOWHERE` without a place."""
    if lat is None or lon is None:
        return NOWHERE, NOWHERE, NOWHERE
    up, along = radians(lat), radians(lon)
    return cos(up) * cos(along), cos(up) * sin(along), sin(up)


def uid_of(key: str) -> int:
    """A number of 64 bits made of an offer's key, by which equals are shuffled."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little", signed=True)


def _row(document: OfferDocument) -> dict[str, Any]:
    days = sorted(set(document.days))
    if days and not 0 < days[0] <= days[-1] < _FURTHEST_DAY:
        raise ValueError("days: not the ordinals of days")
    if (
        document.lat is not None
        and document.lon is not None
        and not (-90.0 <= document.lat <= 90.0 and -180.0 <= document.lon <= 180.0)
    ):
        raise ValueError("lat, lon: not degrees")
    if not 0 <= document.price_cents < 2**62:
        raise ValueError("price_cents: not an amount")
    if not 0 <= document.hours < 2**31:
        raise ValueError("hours: not a duration")
    domains = domains_of(document.formacode)
    return {
        "traits": traits.packed(document, domains),
        "prices": document.price_cents,
        "hours": document.hours,
        "points": point_of(document.lat, document.lon),
        "days": days,
        "domains": domains,
        "uids": uid_of(document.key),
    }


def _inverted(
    stream: Array, ends: Array, word_term: Array, exact: Array, exact_at: Array, terms: int
) -> dict[str, Array]:
    words = len(word_term)
    term_counts, word_counts = np.zeros(terms, np.int64), np.zeros(words, np.int64)
    last_of_term, last_of_word = np.full(terms, -1, np.int32), np.full(words, -1, np.int32)
    counted(stream, ends, word_term, exact, exact_at, term_counts, last_of_term, last_of_word, word_counts)
    post_at, word_at = _offsets(term_counts), _offsets(word_counts)
    last_of_term.fill(-1)
    last_of_word.fill(-1)
    many = int(post_at[-1])
    docs, impacts, heads, parts = np.empty(many, np.int32), *(np.zeros(many, np.uint8) for _ in range(3))
    word_docs, word_parts = np.empty(int(word_at[-1]), np.int32), np.zeros(int(word_at[-1]), np.uint8)
    tokens, token_ends = np.empty(len(stream), np.int32), np.zeros(len(ends), np.int64)
    kept = inverted(
        stream, ends, word_term, exact, exact_at, post_at[:-1].copy(), word_at[:-1].copy(), last_of_term, last_of_word,
        docs, impacts, heads, parts, word_docs, word_parts, tokens, token_ends, np.zeros(many), np.zeros(many),
    )  # fmt: skip
    return {
        "post_at": post_at, "post_docs": docs, "post_impacts": impacts, "post_heads": heads, "post_parts": parts,
        "word_at": word_at, "word_docs": word_docs, "word_parts": word_parts,
        "tokens": tokens[:kept], "token_ends": token_ends,
    }  # fmt: skip


def _offsets(counts: Array) -> Array:
    at = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=at[1:])
    return at
