"""The words of an enrolment that others may hold: states, acts, refusals, and the frozen rows that queries answer.

Values are unique across the enumerations of this file, because pages look a member's French up in one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

EnrolmentId = NewType("EnrolmentId", UUID)


class State(StrEnum):
    """Where an enrolment stands. The register's keys (§ 5.1) are given in GLOSSARY.md."""

    REQUESTED = "requested"
    UNDER_REVIEW = "under_review"
    PROPOSED = "proposed"
    AWAITING_PAYMENT = "awaiting_payment"
    CONFIRMED = "confirmed"
    IN_TRAINING = "in_training"
    EXITED = "exited"
    SERVICE_DECLARED = "service_declared"
    SERVICE_VALIDATED = "service_validated"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    UNCONFIRMED = "unconfirmed"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"
    CANCELLED_BY_HOLDER = "cancelled_by_holder"
    CANCELLED_BY_PROVIDER = "cancelled_by_provider"
    CANCELLED_BY_OPERATOR = "cancelled_by_operator"
    NO_SHOW = "no_show"


ENDS = frozenset(
    {
        State.SERVICE_VALIDATED,
        State.DECLINED,
        State.UNANSWERED,
        State.UNCONFIRMED,
        State.ABANDONED,
        State.WITHDRAWN,
        State.CANCELLED_BY_HOLDER,
        State.CANCELLED_BY_PROVIDER,
        State.CANCELLED_BY_OPERATOR,
        State.NO_SHOW,
    }
)
LIVE = frozenset(State) - ENDS
#: While these last, and when they are how it ended, a place of the session is the holder's.
HOLDING = frozenset(
    {
        State.PROPOSED,
        State.AWAITING_PAYMENT,
        State.CONFIRMED,
        State.IN_TRAINING,
        State.EXITED,
        State.SERVICE_DECLARED,
        State.SERVICE_VALIDATED,
        State.NO_SHOW,
    }
)
#: Where an enrolment may be put under control: an order stands, or something of it is still to pay or to excuse.
CONTROLLABLE = frozenset(
    {
        State.CONFIRMED,
        State.IN_TRAINING,
        State.EXITED,
        State.SERVICE_DECLARED,
        State.SERVICE_VALIDATED,
        State.CANCELLED_BY_HOLDER,
        State.NO_SHOW,
    }
)


#: In these, somebody follows a session, is to follow it, or followed it.
ATTENDING = frozenset(
    {State.CONFIRMED, State.IN_TRAINING, State.EXITED, State.SERVICE_DECLARED, State.SERVICE_VALIDATED}
)


class Act(StrEnum):
    """What may happen to an enrolment, by somebody or by the passing of time."""

    REQUEST = "request"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    DECLINE = "decline"
    ABANDON = "abandon"
    CONFIRM = "confirm"
    CONFIRM_AND_PAY = "confirm_and_pay"
    RECORD_PAYMENT = "record_payment"
    REFUSE_PAYMENT = "refuse_payment"
    EXPIRE_PAYMENT = "expire_payment"
    WITHDRAW = "withdraw"
    CANCEL_AS_HOLDER = "cancel_as_holder"
    CANCEL_AS_PROVIDER = "cancel_as_provider"
    DECLARE_NO_SHOW = "declare_no_show"
    DECLARE_ENTRY = "declare_entry"
    DECLARE_EXIT = "declare_exit"
    DECLARE_SERVICE = "declare_service"
    VALIDATE_SERVICE = "validate_service"
    LAPSE_UNANSWERED = "lapse_unanswered"
    LAPSE_UNCONFIRMED = "lapse_unconfirmed"
    CANCEL_AS_OPERATOR = "cancel_as_operator"
    RESCHEDULE = "reschedule"
    EXTEND = "extend"
    CONFIRM_SERVICE = "confirm_service"
    DECLARE_FAILURE = "declare_failure"
    DECIDE_SERVICE = "decide_service"


class ControlState(StrEnum):
    """Whether an enrolment is under control, beside its state: nothing is validated and nothing paid meanwhile."""

    NOT_IN_CONTROL = "not_in_control"
    IN_CONTROL = "in_control"
    RELEASED = "released_from_control"


class ControlMotive(StrEnum):
    """Why an enrolment is under control; the provider is told."""

    SERVICE_CONTESTED = "service_contested"
    EXCUSE_ASKED = "excuse_asked"
    ENTRY_QUESTIONED = "entry_questioned"
    ATTENDANCE_DOUBTED = "attendance_doubted"
    CHOSEN_AT_RANDOM = "chosen_at_random"
    REPORTED = "reported"
    ACTED_AFTER_DEATH = "acted_after_death"


#: The motives an agent gives by themselves; the others come with a file that somebody opened.
MOTIVES_OF_STAFF = (ControlMotive.ATTENDANCE_DOUBTED, ControlMotive.CHOSEN_AT_RANDOM, ControlMotive.REPORTED)


class AttendeeState(StrEnum):
    """Whether the holder has said, for their part, that the training was given as declared (register § 5.1)."""

    SERVICE_NOT_DECLARED = "attendee_service_not_declared"
    SERVICE_DECLARED = "attendee_service_declared"


class EndMotive(StrEnum):
    """Why the operator ended an enrolment before entry."""

    HOLDER_DIED = "holder_died"
    PROVIDER_FAILED = "provider_failed"
    ORDERED_TWICE = "ordered_twice"
    NOT_ELIGIBLE = "not_eligible"
    OTHER = "other_motive"


class ReschedulingState(StrEnum):
    """Where a proposal of other dates stands."""

    PROPOSED = "rescheduling_proposed"
    ACCEPTED = "rescheduling_accepted"
    DECLINED = "rescheduling_declined"
    TAKEN_BACK = "rescheduling_taken_back"
    LAPSED = "rescheduling_lapsed"


class BillingState(StrEnum):
    """What the provider is owed and whether it was paid, beside the state."""

    NOT_BILLABLE = "not_billable"
    TO_BILL = "to_bill"
    BILLED = "billed"
    PAID = "paid_out"


class Source(StrEnum):
    """Whose money a share of the price is (L6323-4; the order is the law's).

    What the holder pays (`HOLDER`, by card) is first taken from the money kept for them on a credit note.
    """

    RIGHTS = "source_rights"
    PURSE = "source_purse"
    COMPLEMENT = "source_complement"
    CREDIT_NOTE = "source_credit_note"
    HOLDER = "source_holder"


class Party(StrEnum):
    """Who must act next."""

    HOLDER = "party_holder"
    PROVIDER = "party_provider"
    OPERATOR = "party_operator"


class DeclineReason(StrEnum):
    """Why a provider declines a request."""

    SESSION_FULL = "session_full"
    PREREQUISITES_MISSING = "prerequisites_missing"
    SESSION_CANCELLED = "session_cancelled"
    NOT_THE_RIGHT_TRAINING = "not_the_right_training"
    OTHER = "other_reason"


class Refusal(StrEnum):
    """Why an act on an enrolment is refused. The law's own refusals are in `rules.types.Refusal`."""

    UNKNOWN_ENROLMENT = "enrolments.unknown_enrolment"
    NOT_YOURS = "enrolments.not_yours"
    NOT_NOW = "enrolments.not_now"
    ACCOUNT_NOT_OPEN = "enrolments.account_not_open"
    OFFER_GONE = "enrolments.offer_gone"
    CERTIFICATION_NOT_ACTIVE = "enrolments.certification_not_active"
    PROVIDER_NOT_REFERENCED = "enrolments.provider_not_referenced"
    PROVIDER_NOT_HABILITATED = "enrolments.provider_not_habilitated"
    START_REQUIRED = "enrolments.start_required"
    START_FIXED = "enrolments.start_fixed"
    START_TOO_SOON = "enrolments.start_too_soon"
    ALREADY_REQUESTED = "enrolments.already_requested"
    NO_PREREQUISITES = "enrolments.no_prerequisites"
    TOO_LATE_TO_ANSWER = "enrolments.too_late_to_answer"
    TOO_LATE_TO_CONFIRM = "enrolments.too_late_to_confirm"
    SESSION_STARTED = "enrolments.session_started"
    WITHDRAWAL_OVER = "enrolments.withdrawal_over"
    PROOF_OF_IDENTITY_REQUIRED = "enrolments.proof_of_identity_required"
    PROOF_REQUIRED = "enrolments.proof_required"
    BEFORE_SESSION = "enrolments.before_session"
    AFTER_SESSION = "enrolments.after_session"
    IN_THE_FUTURE = "enrolments.in_the_future"
    EXIT_BEFORE_ENTRY = "enrolments.exit_before_entry"
    ATTENDANCE_IMPOSSIBLE = "enrolments.attendance_impossible"
    ATTENDANCE_NOT_FULL = "enrolments.attendance_not_full"
    DELAY_NOT_OVER = "enrolments.delay_not_over"
    UNKNOWN_COLLECTION = "enrolments.unknown_collection"
    SERVICE_NOT_VALIDATED = "enrolments.service_not_validated"
    UNDER_CONTROL = "enrolments.under_control"
    NOTHING_TO_WITHHOLD = "enrolments.nothing_to_withhold"
    UNKNOWN_CONTROL = "enrolments.unknown_control"
    WORDS_MISSING = "enrolments.words_missing"
    WORDS_TOO_LONG = "enrolments.words_too_long"
    ENTRY_ERROR_IS_EXAMINED = "enrolments.entry_error_is_examined"
    ALREADY_CONFIRMED = "enrolments.already_confirmed"
    NOTHING_TO_EXCUSE = "enrolments.nothing_to_excuse"
    ALREADY_EXCUSED = "enrolments.already_excused"
    RESCHEDULING_UNDER_WAY = "enrolments.rescheduling_under_way"
    UNKNOWN_RESCHEDULING = "enrolments.unknown_rescheduling"
    NOT_TO_YOU_TO_ANSWER = "enrolments.not_to_you_to_answer"
    OTHER_TRAINING = "enrolments.other_training"
    CHANGES_NOTHING = "enrolments.changes_nothing"
    ENDS_BEFORE_START = "enrolments.ends_before_start"
    PERSONAL_REASON_MISSING = "enrolments.personal_reason_missing"
    PERSONAL_WORDS_TOO_LONG = "enrolments.personal_words_too_long"
    PERSONAL_PRICE_NOT_POSITIVE = "enrolments.personal_price_not_positive"
    PERSONAL_PRICE_OVER_LIMIT = "enrolments.personal_price_over_limit"
    PERSONAL_HOURS_NOT_POSITIVE = "enrolments.personal_hours_not_positive"
    PERSONAL_ENDS_BEFORE_START = "enrolments.personal_ends_before_start"
    PERSONAL_CHANGES_NOTHING = "enrolments.personal_changes_nothing"


class TimelineState(StrEnum):
    """Where a step of the timeline stands."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"


class TimelineKey(StrEnum):
    """The steps a reader sees, whatever acts they are made of."""

    REQUEST = "timeline_request"
    REVIEW = "timeline_review"
    ANSWER = "timeline_answer"
    CONFIRMATION = "timeline_confirmation"
    PAYMENT = "timeline_payment"
    ENTRY = "timeline_entry"
    EXIT = "timeline_exit"
    SERVICE = "timeline_service"
    VALIDATION = "timeline_validation"
    PAYOUT = "timeline_payout"
    END = "timeline_end"
    CONTROL = "timeline_control"
    RESCHEDULING = "timeline_rescheduling"


class Otherwise(StrEnum):
    """What happens when the day of a step passes without the step."""

    REQUEST_LAPSES = "otherwise_request_lapses"
    PROPOSAL_LAPSES = "otherwise_proposal_lapses"
    PAYMENT_LAPSES = "otherwise_payment_lapses"
    RECORDED_LATE = "otherwise_recorded_late"
    NOTHING_TO_DO = "otherwise_nothing_to_do"
    WAITS_FOR_DECISION = "otherwise_waits_for_decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineStep:
    """One line of the timeline.

    `at` is when a done step was done; `until` the last day (Paris) for a current or coming one, when it is known.
    `act` is the act behind a done step; `state_after` the state it led to; `late` tells a duty done after its day.
    """

    key: TimelineKey
    state: TimelineState
    who: Party
    at: datetime | None = None
    until: date | None = None
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
class Attendee:
    """An enrolment by which somebody follows a session; `place` is the offer's, `rate_percent` what was declared."""

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    provider_id: UUID
    session_id: UUID
    title: str
    place: str
    state: State
    starts_on: date
    ends_on: date | None
    exited_on: date | None
    rate_percent: int | None

    def follows_on(self, day: date) -> bool:
        """Whether a half-day of that day is part of this training."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_there_on(self, day: date) -> bool:
        """Whether this person is expected on that day: nobody is after they left."""
        return self.follows_on(day) and (self.exited_on is None or day <= self.exited_on)


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
