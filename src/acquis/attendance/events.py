"""The facts of attendance. Digests are in them, so that the journal, which nobody changes, vouches for the chains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class HalfDaysPlanned(Event):
    """`about` is the session."""

    kind: ClassVar[str] = "attendance.planned"
    provider_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class HalfDayEvent(Event):
    """What all facts about a half-day carry; `about` is the half-day."""

    provider_id: UUID
    session_id: UUID


@dataclass(frozen=True, kw_only=True)
class HalfDayChanged(HalfDayEvent):
    kind: ClassVar[str] = "attendance.changed"


@dataclass(frozen=True, kw_only=True)
class HalfDayCancelled(HalfDayEvent):
    kind: ClassVar[str] = "attendance.cancelled"


@dataclass(frozen=True, kw_only=True)
class HalfDayOpened(HalfDayEvent):
    kind: ClassVar[str] = "attendance.opened"


@dataclass(frozen=True, kw_only=True)
class TrainerNamed(HalfDayEvent):
    """A link was made for a trainer without an account."""

    kind: ClassVar[str] = "attendance.trainer_named"


@dataclass(frozen=True, kw_only=True)
class LineWritten(Event):
    """A line was added to somebody's record; `about` is the enrolment."""

    kind: ClassVar[str] = "attendance.line_written"
    half_day_id: UUID
    line: str
    rank: int
    late: bool
    digest: str


@dataclass(frozen=True, kw_only=True)
class SignatureMissing(Event):
    """A half-day is over and its holder has not signed it; `about` is the enrolment."""

    kind: ClassVar[str] = "attendance.signature_missing"
    half_day_id: UUID
    day: date


@dataclass(frozen=True, kw_only=True)
class RateDiffers(Event):
    """What the provider declared is not what the record says; `about` is the enrolment."""

    kind: ClassVar[str] = "attendance.rate_differs"
    declared_percent: int
    record_percent: int
