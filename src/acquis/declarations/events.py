"""The facts that the declarations announce; `about` is the file read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """The reading of a file has begun."""

    kind: ClassVar[str] = "declarations.opened"
    source: str


@dataclass(frozen=True, kw_only=True)
class Taken(Event):
    """A slice of individuals was taken: lines new, corrected, and already known."""

    kind: ClassVar[str] = "declarations.taken"
    created: int
    corrected: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """A declaration was replaced or cancelled: lines that it no longer holds were withdrawn."""

    kind: ClassVar[str] = "declarations.withdrawn"
    lines: int


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The reading of a file has ended."""

    kind: ClassVar[str] = "declarations.closed"
    individuals: int
    blocking: int


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Declared work of the account `about` went to another account, whose person did it."""

    kind: ClassVar[str] = "declarations.handed_over"
    lines: int
