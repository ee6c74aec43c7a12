"""The words of the law that others may hold: refusals, kinds, steps and reasons.

Each member's value is the word of the command line and of the exchanges; the sentence shown to people is elsewhere.
"""

from datetime import date
from enum import StrEnum


class Refusal(StrEnum):
    """Why the law, or the reach of a rule, says no."""

    DATE_NOT_COVERED = "date_not_covered"
    UNIT_NOT_ALLOWED = "unit_not_allowed"
    REFERENCE_REQUIRED = "reference_required"
    CONTRIBUTION_UNKNOWN = "contribution_unknown"
    ACTION_NOT_ELIGIBLE = "action_not_eligible"
    LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY = "licence_needs_jobseeker_or_third_party"
    LICENCE_ALREADY_HELD = "licence_already_held"
    ASSESSMENT_WITHIN_FIVE_YEARS = "assessment_within_five_years"
    NO_SUCH_CONVERSION = "no_such_conversion"
    RECOVERED_EXCEEDS_CLAIMS = "recovered_exceeds_claims"
    THRESHOLD_NOT_REACHED = "threshold_not_reached"
    ASSOCIATION_TOO_YOUNG = "association_too_young"
    DECLARED_TOO_LATE = "declared_too_late"
    NOT_CONFIRMED_IN_TIME = "not_confirmed_in_time"
    SERVICE_NOT_OPEN = "service_not_open"
    INCAPACITY_TOO_LOW = "incapacity_too_low"
    REQUEST_TOO_LATE = "request_too_late"
    PROJECT_NOT_ATTESTED = "project_not_attested"
    ACCOUNT_EMPTY = "account_empty"
    STAFF_TOO_SMALL = "staff_too_small"
    REVIEW_NOT_DUE = "review_not_due"
    DUTIES_FULFILLED = "duties_fulfilled"
    AMOUNT_BELOW_LEAST = "amount_below_least"
    NOT_FIXED_YET = "not_fixed_yet"


class NotCovered(LookupError):
    """The law is asked for a day it does not know. `refusal` lets an act answer with the same code as a rule."""

    refusal = Refusal.DATE_NOT_COVERED


class Regime(StrEnum):
    """Under which regime a year was worked (L6323-11, L6323-33, L6323-25; décret 2017-928 for public agents)."""

    EMPLOYEE = "employee"
    ESAT = "esat"
    SELF_EMPLOYED = "self_employed"
    PUBLIC_AGENT = "public_agent"


class WorkUnit(StrEnum):
    """In what the time of a year is counted (R6323-1 II); `PAY` is for those whose pay is not based on hours."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    SHARE = "share"
    PAY = "pay"


class Action(StrEnum):
    """What may be bought with an account (L6323-6)."""

    RNCP = "rncp"
    RS = "rs"
    CLEA = "clea"
    SKILLS_ASSESSMENT = "skills_assessment"
    VAE = "vae"
    LICENCE_LIGHT = "licence_light"
    LICENCE_HEAVY = "licence_heavy"
    BUSINESS_CREATION = "business_creation"
    VOLUNTEER_TRAINING = "volunteer_training"


class PurseKind(StrEnum):
    """Where money on the account comes from (L6323-4 III, L6323-11 al. 4, L6323-13, L2254-2 VI, L7342-3)."""

    EMPLOYER = "employer"
    EMPLOYER_CORRECTIVE = "employer_corrective"
    AGREEMENT = "agreement"
    APC = "apc"
    WHISTLEBLOWER = "whistleblower"
    PLATFORM = "platform"
    REGION = "region"
    OPCO = "opco"
    STATE = "state"
    FRANCE_TRAVAIL = "france_travail"
    AGEFIPH = "agefiph"
    FAF = "faf"


class ComplementKind(StrEnum):
    """Who promises money for one enrolment (L6323-4 II)."""

    EMPLOYER = "employer"
    OPCO = "opco"
    FRANCE_TRAVAIL = "france_travail"
    REGION = "region"
    STATE = "state"
    AGEFIPH = "agefiph"
    C2P = "c2p"
    ATMP = "atmp"


class Step(StrEnum):
    """The steps that end a delay: those of an enrolment first, then those that the law dates by the fact itself."""

    PROVIDER_REPLY = "provider_reply"
    PROVIDER_REPLY_WITH_PREREQUISITES = "provider_reply_with_prerequisites"
    HOLDER_CONFIRMATION = "holder_confirmation"
    EARLIEST_START = "earliest_start"
    FREE_CANCELLATION_LAST_DAY = "free_cancellation_last_day"
    ENTRY_DECLARATION = "entry_declaration"
    EXIT_DECLARATION = "exit_declaration"
    SERVICE_VALIDATION = "service_validation"
    PAYMENT = "payment"
    FUNDER_REQUEST_LAST_DAY = "funder_request_last_day"
    FUNDER_REPLY = "funder_reply"
    STATEMENT_REPLY = "statement_reply"
    HEARING_DECISION = "hearing_decision"
    EXCUSE_REQUEST = "excuse_request"
    RESCHEDULING_REPLY = "rescheduling_reply"
    ENFORCEMENT_ORDER_FROM = "enforcement_order_from"
    ENFORCEMENT_OPPOSITION = "enforcement_opposition"
    PRECAUTIONARY_FREEZE_END = "precautionary_freeze_end"
    CERTIFIER_TRANSMISSION = "certifier_transmission"
    PREVENTION_PROVIDER_DECLARATION = "prevention_provider_declaration"
    PREVENTION_EMPLOYER_DECLARATION = "prevention_employer_declaration"
    ATMP_REQUEST = "atmp_request"


class CancelledBy(StrEnum):
    """Who cancels before entry."""

    HOLDER = "holder"
    PROVIDER = "provider"


class ExitReason(StrEnum):
    """How a training ended for one trainee."""

    COMPLETED = "completed"
    DROPOUT = "dropout"
    FORCE_MAJEURE = "force_majeure"
    PROVIDER_DEFAULT = "provider_default"
    PROVIDER_DEFAULT_CONTINUED = "provider_default_continued"
    ENTRY_DECLARED_IN_ERROR = "entry_declared_in_error"


class Counter(StrEnum):
    """What is converted, and into what."""

    RIGHTS_CENTS = "rights_cents"
    CEC_CENTS = "cec_cents"
    HOURS = "hours"
    C2P_POINTS = "c2p_points"
    DIF_HOURS = "dif_hours"
    CENTS = "cents"


class Engagement(StrEnum):
    """What gives rights to the volunteers' account (L5151-9, D5151-14)."""

    CIVIC_SERVICE = "civic_service"
    MILITARY_RESERVE = "military_reserve"
    POLICE_RESERVE = "police_reserve"
    HEALTH_RESERVE = "health_reserve"
    APPRENTICE_MENTOR = "apprentice_mentor"
    VOLUNTARY_WORK = "voluntary_work"


class EndGround(StrEnum):
    """Why an account is no longer credited nor used (L6323-3, L5421-4)."""

    AGE = "age"
    PENSION = "pension"
    DEATH = "death"


FIRST_DAY = date(2019, 1, 1)
"""Where the knowledge of these rules begins: before, accounts were kept in hours under other texts."""
