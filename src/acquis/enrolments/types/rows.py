"""What queries answer about enrolments: frozen rows. Money in cents, days of Paris."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from acquis.funders.types import Askable, Decision

from .states import (
    Act,
    AttendeeState,
    BillingState,
    ControlMotive,
    ControlState,
    DeclineReason,
    EndMotive,
    Otherwise,
    Party,
    ReschedulingState,
    Source,
    State,
    TimelineKey,
    TimelineState,
)

EnrolmentId = NewType("EnrolmentId", UUID)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """One line of the timeline.

    `at` is when a done step was done; `until` the last day (Paris) for a current or coming one, when it is known;
    `before` the very moment, where the delay is one of minutes.
    `act` is the act behind a done step; `state_after` the state it led to; `late` tells a duty done after its day.
    """

    key: TimelineKey
    state: TimelineState
    who: Party
    at: datetime | None = None
    until: date | None = None
    before: datetime | None = None
    act: Act | None = None
    state_after: State | None = None
    #: A control opened (`motive`), or released where `released` says so; beside the states.
    motive: ControlMotive | None = None
    released: bool = False
    otherwise: Otherwise | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLine:
    """One share of a price, in cents: whose money, from which purse (a ledger account) when there is one."""

    source: Source
    amount_cents: int
    purse_id: UUID | None = None
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Who would pay what, on a day. Amounts in cents; the lines add up to the price.

    `refusal` is the law's or ours when the purchase would be refused: the lines are then empty.
    `card_cents` is the part of `holder_pays_cents` that no credit note covers, to pay now by card. `working` is the
    rule's own result, for the page that explains it. An anonymous quote supposes enough rights: what remains to pay
    anyway.
    """

    session_id: UUID | None
    price_cents: int
    lines: tuple[ShareLine, ...] = ()
    rights_cents: int = 0
    third_party_cents: int = 0
    holder_pays_cents: int = 0
    card_cents: int = 0
    participation_cents: int = 0
    refusal: StrEnum | None = None
    starts_on: date | None = None
    earliest_start: date | None = None
    anonymous: bool = False
    working: Any = None
    #: What each convention in force answered, where the account fell short.
    answers: tuple[Decision, ...] = ()
    #: Aids that an agent of a funder may be asked for.
    askable: tuple[Askable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """An offer as a result card knows it; enough to say what one would pay."""

    id: UUID
    action_kind: str
    certification_code: str | None
    price_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRow:
    """One line of a list."""

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    session_id: UUID
    title: str
    certification_code: str
    state: State
    billing_state: BillingState
    price_cents: int
    holder_pays_cents: int
    starts_on: date
    ends_on: date | None
    requested_at: datetime
    due_on: date | None
    #: The very moment, where the delay is one of minutes: a payment under way.
    due_before: datetime | None
    waits_for: Party | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfEnrolments:
    """A page of a list: `page` counts from 1."""

    rows: tuple[EnrolmentRow, ...]
    total: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the history: an act, from which state to which, by whom (journal key), when."""

    act: Act
    source: State | None
    target: State
    at: datetime
    by: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentStep:
    """Where an enrolment stands, in one row: its state, when its training starts, when the step becomes late."""

    state: State
    starts_on: date
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalTerms:
    """What a provider adapts for one holder: cents, whole hours, days; None leaves what the offer says.

    `content` says what is taught otherwise; `reason` why, after what was found out of the holder's needs (CGU 5.1).
    """

    reason: str
    price_cents: int | None = None
    hours: int | None = None
    ends_on: date | None = None
    content: str = ""


#: From so many percent above the published price on, the holder is warned; no text sets it, and nothing is refused.
MUCH_DEARER_PERCENT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalOffer:
    """What one holder was offered otherwise than the catalogue: each thing as the offer had it, and as proposed."""

    offered_price_cents: int
    price_cents: int
    offered_hours: int
    hours: int
    offered_starts_on: date
    starts_on: date
    offered_ends_on: date | None
    ends_on: date | None
    content: str
    reason: str
    at: datetime

    @property
    def is_much_dearer(self) -> bool:
        return self.price_cents * 100 > self.offered_price_cents * (100 + MUCH_DEARER_PERCENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlCard:
    """One control of an enrolment: why, what an agent wrote about it, from when to when."""

    id: UUID
    motive: ControlMotive
    words: str
    opened_at: datetime
    released_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReschedulingCard:
    """Other dates proposed by one side: those that stood, those proposed, the last day (Paris) of the answer.

    `free_until` is the last day of the free cancellation under the proposed dates.
    """

    id: UUID
    proposed_by: Party
    state: ReschedulingState
    from_starts_on: date
    from_ends_on: date | None
    starts_on: date
    ends_on: date | None
    words: str
    proposed_at: datetime
    answer_by: date
    free_until: date
    other_session: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """Who would get what of the price if an act were done now, in cents; the parts make the price.

    `returned` are the lines that go back, each to its source. `provider_cents` is all the provider would have had,
    of which `deposit_cents` it was paid already; `still_owed_cents` is to bill, `taken_back_cents` it would owe back.
    `outcome` is the rule's own answer (`rules.Settlement` or `rules.CancellationOutcome`), None where all returns.
    """

    price_cents: int
    provider_cents: int = 0
    deposit_cents: int = 0
    returned: tuple[ShareLine, ...] = ()
    kept_cents: int = 0
    lapsed_cents: int = 0
    borne_cents: int = 0
    outcome: Any = None

    @property
    def still_owed_cents(self) -> int:
        return max(0, self.provider_cents - self.deposit_cents)

    @property
    def taken_back_cents(self) -> int:
        return max(0, self.deposit_cents - self.provider_cents)

    @property
    def returned_cents(self) -> int:
        return sum(line.amount_cents for line in self.returned)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDetails:
    """Everything about one enrolment that its readers may see. Money in cents, days of Paris."""

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    training_id: UUID
    action_id: UUID
    session_id: UUID
    title: str
    certification_code: str
    certification_title: str
    action_kind: str
    modality: str
    town: str
    address: str
    hours: int
    has_prerequisites: bool
    price_cents: int
    starts_on: date
    ends_on: date | None
    state: State
    billing_state: BillingState
    due_at: datetime | None
    due_on: date | None
    waits_for: Party | None
    requested_at: datetime
    confirmed_at: datetime | None
    message: str
    decline_reason: DeclineReason | None
    shares: tuple[ShareLine, ...]
    rights_cents: int
    third_party_cents: int
    holder_pays_cents: int
    participation_cents: int
    collection_id: UUID | None
    entered_on: date | None
    exited_on: date | None
    exit_reason: str
    done: Decimal | None
    total: Decimal | None
    rate_percent: int | None
    deposit_cents: int
    provider_cents: int | None
    returned_cents: int | None
    lapsed_cents: int | None
    kept_cents: int | None
    free_cancellation_last_day: date
    withdrawal_last_day: date | None
    personal: PersonalOffer | None
    control_state: ControlState
    controls: tuple[ControlCard, ...]
    attendee_state: AttendeeState
    end_motive: EndMotive | None
    end_words: str
    excused: bool
    reschedulings: tuple[ReschedulingCard, ...]
    may: frozenset[Act]
    history: tuple[Deed, ...]
    timeline: tuple[TimelineStep, ...]
