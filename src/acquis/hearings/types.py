"""What others may hold of hearings: kinds, states, findings, refusals, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from acquis.enrolments.types import Party
from acquis.rules.types import ExitReason

MOST_EXHIBITS = 5
LONGEST_WORDS = 4_000


class HearingKind(StrEnum):
    """What a file is about."""

    CONTEST = "contest"
    FORCE_MAJEURE = "hearing_force_majeure"
    ENTRY_IN_ERROR = "entry_in_error"
    CONTROL = "control"


class State(StrEnum):
    """Where a hearing stands."""

    OPEN = "open"
    TAKEN = "taken"
    DECIDED = "decided"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    MOOT = "moot"


class Act(StrEnum):
    """What is done about a hearing."""

    OPEN = "open"
    STATE = "state"
    TAKE = "take"
    AGREE = "agree"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Finding(StrEnum):
    """What an agent decides. `CHANGED` tells how the training ended and how much was followed."""

    GRANTED = "granted"
    AS_DECLARED = "as_declared"
    CHANGED = "changed"
    SERVICE_REFUSED = "service_refused"
    DISMISSED = "dismissed"


#: What may be found in each kind of file.
FINDINGS: dict[HearingKind, tuple[Finding, ...]] = {
    HearingKind.CONTEST: (Finding.AS_DECLARED, Finding.CHANGED, Finding.SERVICE_REFUSED),
    HearingKind.FORCE_MAJEURE: (Finding.GRANTED, Finding.DISMISSED),
    HearingKind.ENTRY_IN_ERROR: (Finding.GRANTED, Finding.DISMISSED),
    HearingKind.CONTROL: (Finding.AS_DECLARED, Finding.CHANGED, Finding.SERVICE_REFUSED),
}


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "hearings.not_allowed"
    HEARING_UNKNOWN = "hearings.hearing_unknown"
    NOT_NOW = "hearings.not_now"
    ALREADY_OPEN = "hearings.already_open"
    ALREADY_CONFIRMED = "hearings.already_confirmed"
    CONTEST_OVER = "hearings.contest_over"
    FREE_TO_CANCEL = "hearings.free_to_cancel"
    EXCUSE_TOO_LATE = "hearings.excuse_too_late"
    EXHIBIT_REQUIRED = "hearings.exhibit_required"
    WORDS_MISSING = "hearings.words_missing"
    WORDS_TOO_LONG = "hearings.words_too_long"
    TOO_MANY_EXHIBITS = "hearings.too_many_exhibits"
    NOT_TO_YOU_TO_AGREE = "hearings.not_to_you_to_agree"
    OTHER_SIDE_NOT_HEARD = "hearings.other_side_not_heard"
    FINDING_IMPOSSIBLE = "hearings.finding_impossible"
    SERVICE_NOT_SAID = "hearings.service_not_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How a training ended and how much of it was followed, as an agent finds."""

    reason: ExitReason
    done: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitCard:
    """A file attached: its size in bytes, not what is in it. `scanned`: a virus scanner found nothing in it."""

    id: UUID
    name: str
    media_type: str
    size: int
    scanned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """One thing said or done in a hearing, by whom."""

    act: Act
    party: Party
    at: datetime
    words: str
    exhibits: tuple[ExhibitCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRow:
    """A hearing in a list. `state_by` is the last day (Paris) of the other side's statement, `due_on` that of the
    decision."""

    id: UUID
    kind: HearingKind
    state: State
    enrolment_id: UUID
    number: str
    title: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    opened_by: Party
    opened_at: datetime
    state_by: date
    due_on: date
    taken_by: str
    finding: Finding | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingDetails:
    """A hearing whole, and what its reader may do. `service` is what was found, or what stands."""

    row: HearingRow
    entries: tuple[EntryCard, ...]
    service: Service | None
    may: frozenset[Act]
    findings: tuple[Finding, ...]
    #: From when an agent may decide though the other side said nothing.
    decidable_at: datetime
    other_side_heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfHearings:
    """A page of the queue: `page` counts from 1; `counts` of every state."""

    rows: tuple[HearingRow, ...]
    total: int
    page: int
    per_page: int
    counts: dict[State, int]
