"""What becomes of the money when nobody entered the training.

Conditions of use, article 6 (version accepted at the order). The numbers are in `law/cancellation.toml`. The right of
withdrawal is not here: see `delays.withdrawal_last_day`.
"""

from dataclasses import dataclass

from acquis.rules.calendar import day_before, numpy_days, plain_or_first_day, working_days_from
from acquis.rules.record import Law
from acquis.rules.types import CancelledBy
from acquis.rules.vocabulary import Cents, Day, Flag, choose, none_of, share_nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """The facts; days, amounts and flags are values or columns.

    `holder_paid_cents` includes the participation; `third_party_cents` is purses and complements together.
    """

    cancelled_on: Day
    starts_on: Day
    by: CancelledBy
    force_majeure: Flag = False
    rights_cents: Cents
    holder_paid_cents: Cents
    third_party_cents: Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationOutcome:
    """Where each part of the money goes, and whether the cancellation was late.

    What is neither returned, refunded nor paid to the provider is lost to the account (`rights_lost_cents`), kept as
    a credit note (`credit_note_cents`), or lost to the third party (`third_party_lost_cents`).
    """

    is_late: Flag
    free_until: Day
    rights_returned_cents: Cents
    holder_refund_cents: Cents
    third_party_returned_cents: Cents
    provider_cents: Cents
    rights_lost_cents: Cents
    credit_note_cents: Cents
    third_party_lost_cents: Cents


def cancel_before_entry(law: Law, facts: Cancellation) -> CancellationOutcome:
    """Share out the money of an enrolment cancelled before entry, a no-show included. `law` is that of the order."""
    rule = law.cancellation
    # NumPy's days have no first year, so that a start in the year 1 needs no exception.
    free_until = working_days_from(numpy_days(facts.starts_on), -law.delays.free_cancellation_working_days)
    excused = facts.force_majeure | (facts.by is CancelledBy.PROVIDER)
    is_late = day_before(free_until, facts.cancelled_on) & none_of(excused)

    price = facts.rights_cents + facts.holder_paid_cents + facts.third_party_cents
    refunds_holder = rule.late_cancellation_holder_payment == "refunded"
    returns_third_party = rule.late_cancellation_third_party == "returned"
    rights_returned = choose(is_late, 0, facts.rights_cents)
    holder_refund = choose(is_late & (not refunds_holder), 0, facts.holder_paid_cents)
    third_party_returned = choose(is_late & (not returns_third_party), 0, facts.third_party_cents)
    return CancellationOutcome(
        is_late=is_late,
        free_until=plain_or_first_day(free_until),
        rights_returned_cents=rights_returned,
        holder_refund_cents=holder_refund,
        third_party_returned_cents=third_party_returned,
        provider_cents=choose(is_late, share_nearest(price, rule.late_cancellation_provider_percent, 100), 0),
        rights_lost_cents=facts.rights_cents - rights_returned,
        credit_note_cents=facts.holder_paid_cents - holder_refund,
        third_party_lost_cents=facts.third_party_cents - third_party_returned,
    )
