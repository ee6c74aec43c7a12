"""Between understanding a question and answering it: what the index knows of an offer, and what it is asked.

`understanding` turns a request into plans; the index runs the first that finds something. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .types import SearchRequest


class Part(StrEnum):
    """A text of an offer in which words are looked for; what a word weighs in each is the index's rule."""

    TITLE = "title"
    CERTIFICATION = "certification"
    TRADES = "trades"
    BODY = "body"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDocument:
    """One way of following a training that somebody may join: what search knows of it.

    Texts are plain. Days are `date.toordinal()`; an entry at any time has `permanent` and may have no day.
    `language` has its codes, the main one first, with a space between.
    `rating` is the mean of the reviews in hundredths of a star, None without one. `card` is what a list shows, as JSON,
    and never searched.
    """

    key: str
    training: str
    provider: str
    title: str
    certification: str = ""
    trades: tuple[str, ...] = ()
    body: str = ""
    provider_name: str = ""
    code: str = ""
    register: str = "CPF"
    kind: str = ""
    level: int | None = None
    rome: tuple[str, ...] = ()
    formacode: tuple[str, ...] = ()
    modality: str = "on_site"
    language: str = "FR"
    price_cents: int = 0
    hours: int = 0
    lat: float | None = None
    lon: float | None = None
    insee: str = ""
    days: tuple[int, ...] = ()
    permanent: bool = False
    places: int | None = None
    rhythms: frozenset[str] = frozenset()
    fundings: frozenset[str] = frozenset({"account"})
    accessible: bool = False
    rating: int | None = None
    reviews: int = 0
    card: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of saying something: terms side by side in one text, or one exact value.

    A term is a folded stem (`words.stem`). With `beginning` the last term is the folded beginning of a word as it is
    written in a title, a certification or a trade, and nowhere else; after other terms, of a term. An exact value is
    one term written with its kind:
    `rome:D1102`, `formacode:21538` (any beginning of 3 digits or more is indexed too), `code:RNCP37537`, `kind:vae`,
    `register:RS`, `level:5`, `provider:<id>`, `training:<id>`, `town:69123`.
    `parts` limits the texts looked into; empty means all.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    parts: frozenset[Part] = frozenset()
    beginning: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Something an offer has when one of the ways is found in it; it scores its best way.

    A clause that is not `needed` only adds to the score. One that is `unwanted` takes offers away.
    """

    ways: tuple[Way, ...]
    needed: bool = True
    unwanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the index runs: the clauses, and the criteria of `request`, those that were understood among them.

    `least` is how many of the clauses that are not needed must hold. Without clauses everything is found.
    """

    clauses: tuple[Clause, ...]
    request: SearchRequest
    least: int = 0
    #: Where distances are measured from, in decimal degrees; None without a place.
    lat: float | None = None
    lon: float | None = None


class Vocabulary(Protocol):
    """What understanding may ask the index: the words people wrote in offers."""

    def count(self, term: str) -> int:
        """How many offers have this stem or exact value; 0 when it is unknown."""

    def known(self, word: str) -> bool:
        """Whether a folded word, as written, occurs in a title, a certification or a trade."""

    def beginning_with(self, prefix: str) -> Iterable[tuple[str, int]]:
        """The folded words of titles, certifications and trades that begin so, with their number of offers."""
