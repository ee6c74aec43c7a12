"""The questions others may ask of enrolments; each answers only what `by` may see."""

from .attending import attending
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
from .quoting import basket_of, digest, earliest_start, proposal_quote, quote, quotes, quotes_for

__all__ = [
    "PER_PAGE",
    "attending",
    "awaits_confirmation",
    "basket_of",
    "cancellation_today",
    "counts_for_provider",
    "details",
    "details_by_number",
    "digest",
    "earliest_start",
    "enrolment_for_holder",
    "enrolment_for_provider",
    "enrolment_for_staff",
    "enrolments_for_provider",
    "enrolments_for_staff",
    "enrolments_of_account",
    "numbers_of",
    "proposal_quote",
    "quote",
    "quotes",
    "quotes_for",
    "rate_declared",
    "review_of",
    "step_of",
    "withdrawal_is_open",
]
