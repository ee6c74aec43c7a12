"""The words of a body's stop: states, ways an enrolment ends, acts, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from acquis.attendance.types import Unit
from acquis.enrolments.types import State as EnrolmentState

#: What an agent writes of a stop, in signs, and how many files they join.
LONGEST_WORDS = 2_000
MOST_EXHIBITS = 5


class StopState(StrEnum):
    """Where a stop stands. `PREPARED`: nothing has changed; `RUNNING`: enrolments are ending, one by one."""

    PREPARED = "stop_prepared"
    DISCARDED = "stop_discarded"
    RUNNING = "stop_running"
    DONE = "stop_done"


class Way(StrEnum):
    """How an enrolment ends with its body: all returns, the part followed is paid, or an agent looks at it."""

    RETURNED = "all_returns"
    COUNTED = "part_followed"
    BY_HAND = "looked_at_by_hand"


class LineState(StrEnum):
    """Where one enrolment of a stop stands. `LEFT`: it is for an agent, or changed before its turn came."""

    WAITING = "line_waiting"
    ENDED = "line_ended"
    LEFT = "line_left"


class Act(StrEnum):
    APPROVE = "approve_stop"
    DISCARD = "discard_stop"
    RESUME = "resume_stop"
    FINISH = "finish_stop"


class Refusal(StrEnum):
    """Why an act on a stop is refused."""

    NOT_ALLOWED = "stops.not_allowed"
    UNKNOWN = "stops.unknown"
    NOT_IN_THIS_STATE = "stops.not_in_this_state"
    SAME_AGENT = "stops.same_agent"
    IN_THE_FUTURE = "stops.in_the_future"
    BEFORE_ANY_REQUEST = "stops.before_any_request"
    WORDS_MISSING = "stops.words_missing"
    WORDS_TOO_LONG = "stops.words_too_long"
    EXHIBIT_REQUIRED = "stops.exhibit_required"
    TOO_MANY_EXHIBITS = "stops.too_many_exhibits"
    UNDER_WAY = "stops.under_way"
    CHANGED_MEANWHILE = "stops.changed_meanwhile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a stop gives to whom, in cents, over lines of one kind or over all of them."""

    count: int = 0
    provider_cents: int = 0
    returned_cents: int = 0
    lapsed_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """One enrolment of a stop. `done` of `total`, in `unit`, were followed until `until`; None where nothing counts."""

    id: UUID
    enrolment_id: UUID
    account_id: UUID
    person_id: UUID
    number: str
    title: str
    was: EnrolmentState
    way: Way
    state: LineState
    until: date | None
    done: Decimal | None
    total: Decimal | None
    unit: Unit | None
    price_cents: int
    provider_cents: int
    returned_cents: int
    lapsed_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitCard:
    id: UUID
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """One stop in a list; `by` keys are those of the journal."""

    id: UUID
    provider_id: UUID
    state: StopState
    stopped_on: date
    continued: bool
    prepared_at: datetime
    prepared_by: str
    decided_at: datetime | None
    decided_by: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCard:
    """One stop with what the agent wrote, its proofs, what it gives by way, and how many lines stand in each state."""

    row: StopRow
    words: str
    exhibits: tuple[ExhibitCard, ...]
    totals: dict[Way, Totals]
    progress: dict[LineState, int]

    @property
    def whole(self) -> Totals:
        found = self.totals.values()
        return Totals(
            count=sum(each.count for each in found),
            provider_cents=sum(each.provider_cents for each in found),
            returned_cents=sum(each.returned_cents for each in found),
            lapsed_cents=sum(each.lapsed_cents for each in found),
        )
