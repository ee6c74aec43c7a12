"""The facts hearings announce: `about` is the hearing. What was said is told nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class HearingEvent(Event):
    """What all facts about a hearing carry; `hearing_kind` is a `HearingKind`."""

    enrolment_id: UUID
    provider_id: UUID
    hearing_kind: str


@dataclass(frozen=True, kw_only=True)
class HearingOpened(HearingEvent):
    """`opened_by` is a `Party`: the other side is asked what it has to say."""

    kind: ClassVar[str] = "hearings.opened"
    opened_by: str
    exhibits: int


@dataclass(frozen=True, kw_only=True)
class Stated(HearingEvent):
    """`entry_id` is what was said; facts recorded before it was told have none."""

    kind: ClassVar[str] = "hearings.stated"
    party: str
    exhibits: int
    entry_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class StatementDue(HearingEvent):
    """The day by which a side is heard is near, and it has said nothing; `party` is that side."""

    kind: ClassVar[str] = "hearings.statement_due"
    party: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Taken(HearingEvent):
    kind: ClassVar[str] = "hearings.taken"


@dataclass(frozen=True, kw_only=True)
class Decided(HearingEvent):
    """`finding` is a `Finding`; the amounts are in cents, None where nothing was settled."""

    kind: ClassVar[str] = "hearings.decided"
    finding: str
    provider_cents: int | None
    returned_cents: int | None
    lapsed_cents: int | None


@dataclass(frozen=True, kw_only=True)
class HearingClosed(HearingEvent):
    """Closed without a decision: agreed, withdrawn, or nothing left to decide (`how`)."""

    kind: ClassVar[str] = "hearings.closed"
    how: str
