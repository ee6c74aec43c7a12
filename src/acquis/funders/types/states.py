"""States, acts and refusals of conventions, and of what is promised under them."""

from enum import StrEnum

from acquis.rules import ComplementKind


class FunderKind(StrEnum):
    """Who may complete a purchase (L6323-4 II), in the words of `rules.ComplementKind`; risk bodies have their own."""

    STATE = "state"
    REGION = "region"
    FRANCE_TRAVAIL = "france_travail"
    OPCO = "opco"
    AGEFIPH = "agefiph"

    @property
    def complement(self) -> ComplementKind:
        """The kind of complement that the law knows this money under."""
        return ComplementKind(self.value)


class ConventionState(StrEnum):
    """Where a version of a convention stands.

    Drafted by the funder, submitted to the operator, in force once approved; suspended, it promises nothing and keeps
    what it promised; ended for ever; replaced by a later version; discarded before it was ever in force.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REPLACED = "replaced"
    DISCARDED = "discarded"


#: Versions whose envelope is open.
WITH_ENVELOPE = frozenset({ConventionState.IN_FORCE, ConventionState.SUSPENDED, ConventionState.ENDED})


class Act(StrEnum):
    """What is done with a convention, and with what is promised."""

    CHANGE = "change"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"
    REPLACE = "replace"
    DISCARD = "discard"


class Funding(StrEnum):
    """How the envelope is filled: by advances, as they are received; or whole at the start, paid on monthly calls."""

    ADVANCE = "advance"
    CALLED = "called"


class Unspent(StrEnum):
    """What becomes of the money that is left when the convention ends: given back, or kept for the next one."""

    REFUNDED = "refunded"
    KEPT = "kept"


class PromiseState(StrEnum):
    """Where a promise stands: held for an enrolment, spent since the training was entered, or given back whole."""

    PROMISED = "promised"
    SPENT = "spent"
    RETURNED = "returned"


class AidState(StrEnum):
    """Where a request for an aid stands that an agent decides: asked, a document missing, granted, used, or over."""

    ASKED = "aid_asked"
    INCOMPLETE = "aid_incomplete"
    GRANTED = "aid_granted"
    REFUSED = "aid_refused"
    USED = "aid_used"
    CLOSED = "aid_closed"


#: The funder has to answer.
OPEN = frozenset({AidState.ASKED, AidState.INCOMPLETE})
#: Money is set aside for these.
SET_ASIDE = OPEN | {AidState.GRANTED}


class AidAct(StrEnum):
    """What is done with a request for an aid; saying something moves nothing."""

    ASK = "aid_ask"
    WRITE = "aid_write"
    WANT = "aid_want"
    COMPLETE = "aid_complete"
    GRANT = "aid_grant"
    REFUSE = "aid_refuse"
    GRANT_BY_SILENCE = "aid_grant_by_silence"
    REFUSE_BY_SILENCE = "aid_refuse_by_silence"
    USE = "aid_use"
    CLOSE = "aid_close"


class AidSide(StrEnum):
    """Who speaks in a request: its holder, its funder, or the calendar."""

    HOLDER = "aid_side_holder"
    FUNDER = "aid_side_funder"
    NOBODY = "aid_side_nobody"


class No(StrEnum):
    """Why a convention gives nothing, where no condition of its own says so."""

    CONDITIONS = "conditions"
    NOTHING_LEFT_TO_PAY = "nothing_left_to_pay"
    MOST_REACHED = "most_reached"
    ENVELOPE_EMPTY = "envelope_empty"


class Refusal(StrEnum):
    """Why an act is refused."""

    NOT_ALLOWED = "funders.not_allowed"
    FUNDER_UNKNOWN = "funders.funder_unknown"
    CONVENTION_UNKNOWN = "funders.convention_unknown"
    PROMISE_UNKNOWN = "funders.promise_unknown"
    NOT_IN_THIS_STATE = "funders.not_in_this_state"
    NAME_MISSING = "funders.name_missing"
    SIRET_MALFORMED = "funders.siret_malformed"
    REGION_REQUIRED = "funders.region_required"
    ALREADY_REGISTERED = "funders.already_registered"
    PURPOSE_MISSING = "funders.purpose_missing"
    PURPOSE_TOO_LONG = "funders.purpose_too_long"
    NO_CONDITION = "funders.no_condition"
    CRITERION_MALFORMED = "funders.criterion_malformed"
    AMOUNT_MALFORMED = "funders.amount_malformed"
    PERIOD_REVERSED = "funders.period_reversed"
    PERIOD_OVER = "funders.period_over"
    BUDGET_TOO_SMALL = "funders.budget_too_small"
    BUDGET_BELOW_SPENT = "funders.budget_below_spent"
    SAME_PERSON = "funders.same_person"
    REASON_MISSING = "funders.reason_missing"
    AMENDED_ALREADY = "funders.amended_already"
    REFERENCE_REUSED = "funders.reference_reused"
    AMOUNT_NOT_POSITIVE = "funders.amount_not_positive"
    OVER_BUDGET = "funders.over_budget"
    NO_ADVANCE_EXPECTED = "funders.no_advance_expected"
    ENVELOPE_EMPTY = "funders.envelope_empty"
    NO_LONGER_PROMISED = "funders.no_longer_promised"
    INSTRUCTION_MALFORMED = "funders.instruction_malformed"
    ANSWER_AFTER_START = "funders.answer_after_start"
    AID_UNKNOWN = "funders.aid_unknown"
    AID_NOT_OFFERED = "funders.aid_not_offered"
    ASKED_TOO_LATE = "funders.asked_too_late"
    ASKED_ALREADY = "funders.asked_already"
    MOTIVE_MISSING = "funders.motive_missing"
    WORDS_MISSING = "funders.words_missing"
    WORDS_TOO_LONG = "funders.words_too_long"
    DOCUMENT_MISSING = "funders.document_missing"
    TOO_MANY_FILES = "funders.too_many_files"
    MORE_THAN_ASKED = "funders.more_than_asked"
    ANSWER_DELAY_OVER = "funders.answer_delay_over"
    ANSWER_DELAY_RUNS = "funders.answer_delay_runs"
