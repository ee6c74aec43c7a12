"""The questions others may ask of enrolments; each answers only what `by` may see."""

from .attending import attending
from .foreseeing import (
    days_followed,
    followed_by_days,
    foresee_cancellation,
    foresee_entry_undone,
    foresee_excuse,
    foresee_failure,
    foresee_service,
    foresee_withdrawal,
)
from .lists import (
    PER_PAGE,
    awaits_confirmation,
    counts_for_provider,
    enrolments_for_provider,
    enrolments_for_staff,
    enrolments_of_account,
    numbers_of,
)
from .one import (
    cancellation_today,
    details,
    details_by_number,
    enrolment_for_holder,
    enrolment_for_provider,
    enrolment_for_staff,
    rate_declared,
    review_of,
    step_of,
    withdrawal_is_open,
)
from .quoting import basket_of, digest, earliest_start, most_paid, proposal_quote, quote, quotes, quotes_for
from .sampling import PastPurchase, past_purchases
from .seeing import hold, open_controls
from .stopping import card_under_way_until, ending_with_body, entered_after, first_asked_on, still_in_course

__all__ = [
    "PER_PAGE",
    "PastPurchase",
    "attending",
    "awaits_confirmation",
    "basket_of",
    "cancellation_today",
    "card_under_way_until",
    "counts_for_provider",
    "days_followed",
    "details",
    "details_by_number",
    "digest",
    "earliest_start",
    "ending_with_body",
    "enrolment_for_holder",
    "enrolment_for_provider",
    "enrolment_for_staff",
    "enrolments_for_provider",
    "enrolments_for_staff",
    "enrolments_of_account",
    "entered_after",
    "first_asked_on",
    "followed_by_days",
    "foresee_cancellation",
    "foresee_entry_undone",
    "foresee_excuse",
    "foresee_failure",
    "foresee_service",
    "foresee_withdrawal",
    "hold",
    "most_paid",
    "numbers_of",
    "open_controls",
    "past_purchases",
    "proposal_quote",
    "quote",
    "quotes",
    "quotes_for",
    "rate_declared",
    "review_of",
    "step_of",
    "still_in_course",
    "withdrawal_is_open",
]
