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
from ..tokens import stem
from . import traits
from .container import Array, strings
from .inverting import counted, inverted
from .splitting import A_BREAK, AN_END, BREAK, Splitter

#: No segment is larger than this: what is held in memory while it is made stays within bounds.
MOST_DOCUMENTS, MOST_WORDS = 400_000, 48_000_000
NOWHERE = 9.0
#: Values that many offers share are remembered, so many at most.
_REMEMBERED = 100_000
#: So many characters are cut into words together.
_CUT_TOGETHER = 1 << 18
_PLAIN = ("traits", "prices", "hours", "uids", "towns", "providers", "kinds", "languages")
_FURTHEST_DAY = 4_000_000


class _Numbers(dict[str, int]):
    """Each text its number, in the order of coming."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


class Builder:
    """Gathers the offers of one segment."""

    def __init__(self) -> None:
        self.documents = 0
        self._splitter, self._exact = Splitter(), _Numbers()
        # Words are cut for many offers together.
        self._texts: list[str] = []
        self._then: list[int] = []
        self._letters = 0
        self._words, self._ends = list[Array](), [np.zeros(1, np.int64)]
        self._many_words = 0
        self._values, self._values_at = array("i"), array("q", [0])
        self._columns: dict[str, Any] = {
            "traits": array("Q"), "prices": array("q"), "hours": array("i"), "points": array("d"),
            "day_at": array("q", [0]), "days": array("i"), "domain_at": array("q", [0]), "domains": array("h"),
            "towns": array("i"), "providers": array("i"), "kinds": array("h"), "languages": array("h"),
            "uids": array("q"),
        }  # fmt: skip
        self._tables = {name: _Numbers() for name in ("towns", "providers", "kinds", "languages")}
        self._shared: dict[Any, array[int]] = {}
        self._neighbours: list[tuple[str, str, str]] = []
        self._keys: list[bytes] = []
        self._cards: list[bytes] = []

    @property
    def is_full(self) -> bool:
        return self.documents >= MOST_DOCUMENTS or self._many_words >= MOST_WORDS

    def add(self, document: OfferDocument) -> None:
        """Take an offer in. A value that no column holds is a ValueError that names the offer and the field."""
        try:
            row = _row(document)
        except (ValueError, OverflowError, TypeError) as error:
            raise ValueError(f"offer {document.key}: {error}") from error
        self._take_texts(document)
        columns, tables, values = self._columns, self._tables, self._values
        for name, value in row.items():
            columns[name].append(value)
        columns["points"].extend(point_of(document.lat, document.lon))
        columns["days"].extend(sorted(set(document.days)))
        columns["day_at"].append(len(columns["days"]))
        columns["domains"].extend(domains_of(document.formacode))
        columns["domain_at"].append(len(columns["domains"]))
        columns["towns"].append(tables["towns"][document.insee])
        columns["providers"].append(tables["providers"][document.provider])
        columns["kinds"].append(tables["kinds"][document.kind])
        columns["languages"].append(tables["languages"][document.language])
        values.append(self._exact[f"training:{document.training}"])
        values.append(self._exact[f"provider:{document.provider}"])
        values.extend(map(self._exact.__getitem__, _place_terms(document.insee, document.modality)))
        values.extend(self._shared_values(document))
        self._values_at.append(len(values))
        self._neighbours.append((document.formacode[0] if document.formacode else "", document.code, document.title))
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

    def _take_texts(self, document: OfferDocument) -> None:
        trades, many = document.trades, len(document.trades)
        self._texts += (document.title, document.certification, *trades, "", document.provider_name, document.body)
        self._then += (AN_END, AN_END, *(A_BREAK,) * many, AN_END, AN_END, AN_END)
        self._letters += len(document.title) + len(document.certification) + len(document.body)
        if self._letters >= _CUT_TOGETHER:
            self._cut()

    def _cut(self) -> None:
        words, ends = self._splitter.take(self._texts, self._then)
        self._ends.append(ends + self._many_words)
        self._words.append(words)
        self._many_words += len(words)
        self._texts, self._then, self._letters = [], [], 0

    def arrays(self) -> dict[str, Array]:
        """The arrays of the segment; the builder is of no use afterwards."""
        self._cut()
        words = list(self._splitter.folded)
        of_word = [stem(word) for word in words]
        terms = sorted({term.encode() for term in of_word} | {value.encode() for value in self._exact})
        rank = {term: at for at, term in enumerate(terms)}
        order = sorted(range(len(words)), key=words.__getitem__)
        new_number = np.empty(len(words) + 2, np.int32)
        new_number[order] = np.arange(len(words), dtype=np.int32)
        # The last two entries are those of -2 and -1, as Python counts from the end.
        new_number[-1], new_number[-2] = -1, BREAK
        stream = np.concatenate([new_number[each] for each in self._words])
        self._words = []
        word_term = np.fromiter((rank[of_word[at].encode()] for at in order), np.int32, len(words))
        exact_rank = np.fromiter((rank[value.encode()] for value in self._exact), np.int32, len(self._exact))
        exact = exact_rank[np.frombuffer(self._values, np.int32)] if self._values else np.empty(0, np.int32)
        # Offers of one subject lie side by side: their lists are runs, and their columns are read in order.
        placed = np.array(sorted(range(self.documents), key=self._neighbours.__getitem__), np.int64)
        lists = _inverted(
            stream, np.concatenate(self._ends), word_term, exact, np.frombuffer(self._values_at, np.int64).copy(),
            len(terms), placed,
        )  # fmt: skip
        tables: dict[str, Array] = {}
        for name, table in self._tables.items():
            tables |= strings(f"{name}.table", [value.encode() for value in table])
        return (
            self._placed_columns(placed)
            | lists
            | tables
            | strings("terms", terms)
            | strings("words", [words[at].encode() for at in order])
            | strings("keys", [self._keys[at] for at in placed.tolist()])
            | strings("cards", [self._cards[at] for at in placed.tolist()])
            | {"word_term": word_term}
        )

    def _placed_columns(self, placed: Array) -> dict[str, Array]:
        """The columns, each offer in its place."""
        given = {
            name: np.frombuffer(column, column.typecode) if len(column) else np.empty(0, column.typecode)
            for name, column in self._columns.items()
        }
        columns = {name: given[name][placed] for name in _PLAIN}
        columns["points"] = given["points"].reshape(-1, 3)[placed].ravel()
        for name, at in (("days", "day_at"), ("domains", "domain_at")):
            lengths = np.diff(given[at])[placed]
            columns[at] = _offsets(lengths)
            # Where each value was: its place now, and how far its offer was moved.
            moved = np.repeat(given[at][:-1][placed] - columns[at][:-1], lengths)
            columns[name] = given[name][np.arange(len(moved)) + moved]
        return columns


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
    """The columns that hold one value, once all that a column is to hold was looked at."""
    if document.days and not 0 < min(document.days) <= max(document.days) < _FURTHEST_DAY:
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
    return {
        "traits": traits.packed(document, domains_of(document.formacode)),
        "prices": document.price_cents,
        "hours": document.hours,
        "uids": uid_of(document.key),
    }


def _inverted(
    stream: Array, ends: Array, word_term: Array, exact: Array, exact_at: Array, terms: int, placed: Array
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
        placed, stream, ends, word_term, exact, exact_at, post_at[:-1].copy(), word_at[:-1].copy(), last_of_term,
        last_of_word, docs, impacts, heads, parts, word_docs, word_parts, tokens, token_ends, np.zeros(many),
        np.zeros(many),
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
