"""The facts of a body's stop: `about` is the stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class StopPrepared(Event):
    """An agent found that a body stopped; nothing has changed yet."""

    kind: ClassVar[str] = "stops.prepared"
    provider_id: UUID
    stopped_on: date
    continued: bool
    enrolments: int


@dataclass(frozen=True, kw_only=True)
class StopApproved(Event):
    """Another agent agreed: the body's enrolments end, and nothing more is bought from it."""

    kind: ClassVar[str] = "stops.approved"
    provider_id: UUID
    stopped_on: date
    continued: bool
    enrolments: int


@dataclass(frozen=True, kw_only=True)
class StopDiscarded(Event):
    kind: ClassVar[str] = "stops.discarded"
    provider_id: UUID


@dataclass(frozen=True, kw_only=True)
class StopFinished(Event):
    """Every enrolment has ended, but those left to an agent."""

    kind: ClassVar[str] = "stops.finished"
    provider_id: UUID
    ended: int
    left: int


@dataclass(frozen=True, kw_only=True)
class StopLeft(Event):
    """A stop is over since a while, and enrolments that it left to people are still in course; `nth` reminder of it."""

    kind: ClassVar[str] = "stops.left"
    provider_id: UUID
    left: int
    nth: int
