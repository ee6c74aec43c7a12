"""The words of an enrolment: where it stands, what may happen to it, why something is refused.

Values are unique across the enumerations of this file, because pages look a member's French up in one table.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where an enrolment stands. The register's keys (§ 5.1) are given in GLOSSARY.md."""

    REQUESTED = "requested"
    UNDER_REVIEW = "under_review"
    PROPOSED = "proposed"
    AWAITING_FUNDER = "awaiting_funder"
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
        State.AWAITING_FUNDER,
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
    ASK_FUNDER = "ask_funder"
    HEAR_FUNDER = "hear_funder"
    STOP_WAITING = "stop_waiting"
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
    FUNDER = "party_funder"


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
    NEW_START_NOT_AHEAD = "enrolments.new_start_not_ahead"
    START_STANDS = "enrolments.start_stands"
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
    FUNDING = "timeline_funding"
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
    SILENCE_ANSWERS = "otherwise_silence_answers"
    PAYMENT_LAPSES = "otherwise_payment_lapses"
    RECORDED_LATE = "otherwise_recorded_late"
    NOTHING_TO_DO = "otherwise_nothing_to_do"
    WAITS_FOR_DECISION = "otherwise_waits_for_decision"
