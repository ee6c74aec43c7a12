"""The facts of searches that are kept; `about` is the search. What was asked is in none of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Kept(Event):
    kind: ClassVar[str] = "watches.kept"
    cadence: str


@dataclass(frozen=True, kw_only=True)
class Changed(Event):
    """It has another name or another cadence."""

    kind: ClassVar[str] = "watches.changed"
    cadence: str


@dataclass(frozen=True, kw_only=True)
class Paused(Event):
    kind: ClassVar[str] = "watches.paused"


@dataclass(frozen=True, kw_only=True)
class Resumed(Event):
    kind: ClassVar[str] = "watches.resumed"


@dataclass(frozen=True, kw_only=True)
class Dropped(Event):
    """It is gone, with all that was known of it."""

    kind: ClassVar[str] = "watches.dropped"


@dataclass(frozen=True, kw_only=True)
class Matched(Event):
    """So many trainings answer that did not before; `round` counts these facts of one search."""

    kind: ClassVar[str] = "watches.matched"
    person_id: UUID
    number: int
    round: int
