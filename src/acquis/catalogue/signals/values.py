"""What the signals need to know of the rest of the catalogue, gathered before they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Peers:
    """Prices of an hour, in cents, at which other providers sell the same certification by the same modality."""

    cents_an_hour: tuple[int, ...]
    providers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another training of the same provider for the same certification: its words, and its ways of following it."""

    number: str
    title: str
    text: str
    #: (modality, postal code, hours, price in cents) of each action.
    ways: frozenset[tuple[str, str, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The rest of the catalogue as far as one offer is concerned; a certification that is not known has no words."""

    certification_title: str = ""
    certification_words: str = ""
    #: The jobs it leads to: codes of ROME, and how they are called.
    certification_jobs: Mapping[str, str] = field(default_factory=dict)
    peers: Mapping[str, Peers] = field(default_factory=dict)
    siblings: tuple[Sibling, ...] = ()
