"""What an employer, a court or a platform must pay on an account, and when.

Corrective payment (L6315-1 II, L6323-13, R6323-3), dismissal after refusing a performance agreement (L2254-2 VI,
R6323-3-2), whistle-blower (law 2016-1691 art. 12 II, D6323-3-4), platform workers (L7342-3). The numbers are in
`law/employers.toml`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from acquis.rules import calendar
from acquis.rules.in_force import law_on
from acquis.rules.parameters import parameters
from acquis.rules.record import Law
from acquis.rules.types import Refusal
from acquis.rules.vocabulary import Cents, Day, Flag, Number, at_least, at_most, choose, refuse_when, unless_refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An employee's review of their path, values or columns.

    `years_present` counts whole years in the company since the last review (or the hiring); `interviews_held` are
    those of this time; `hired_in_period`: the first year's interview is one of them; `training_followed`: at least
    one training that the law did not impose.
    """

    reviewed_on: Day
    company_staff: Number
    years_present: Number
    interviews_held: Number
    training_followed: Flag
    hired_in_period: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectivePayment:
    """What is due, by which day; `unpaid_cents` is what the Treasury asks if it stays unpaid after formal notice."""

    interviews_due: Number
    due_cents: Cents
    due_by: Day
    unpaid_cents: Cents
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissalPayment:
    """`data_due_by` is the last day on which the employer sends the data; `is_late` says they came after it."""

    least_cents: Cents
    granted_cents: Cents
    data_due_by: Day
    is_late: Flag
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistleblowerPayment:
    """What the court may order at most is the difference between the ceiling and what the account holds."""

    most_cents: Cents
    granted_cents: Cents
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformPayment:
    """What a platform owes a worker; nothing as long as no decree says it."""

    granted_cents: Cents
    refusal: Refusal | None


def law_of_interviews(law: Law, *, has_agreement: bool) -> Law:
    """The law of a review on the day of `law`: a company whose agreement sets the rhythm keeps the former one
    until the day by which agreements are adapted."""
    adapted_by = law.employers.interview_agreements_adapted_by
    if not has_agreement or adapted_by is None or law.on >= adapted_by:
        return law
    changed_on = parameters()["interview_review_years"].entries[-1].since
    assert isinstance(changed_on, date)  # the file gives a day
    return law_on(changed_on - timedelta(days=1))


def corrective_payment(law: Law, review: Review) -> CorrectivePayment:
    """The corrective payment for one employee. `law` is that of the review (see `law_of_interviews`)."""
    employers = law.employers
    regular = employers.interview_review_years // employers.interview_every_years
    # The interview of the first year came with the new rhythm of four and eight years (law 2025-989).
    first = choose(review.hired_in_period, 1, 0) if employers.interview_agreements_adapted_by is not None else 0
    interviews_due = regular + first
    refusal = refuse_when(
        review.company_staff < employers.corrective_least_staff,
        Refusal.STAFF_TOO_SMALL,
        refuse_when(
            review.years_present < employers.interview_review_years,
            Refusal.REVIEW_NOT_DUE,
            refuse_when(
                (review.interviews_held >= interviews_due) | review.training_followed, Refusal.DUTIES_FULFILLED
            ),
        ),
    )
    due = unless_refused(refusal, employers.corrective_cents)
    quarter = calendar.quarter_end(review.reviewed_on)
    return CorrectivePayment(
        interviews_due=interviews_due,
        due_cents=due,
        due_by=calendar.add_months_to_month_end(quarter, 3 * employers.corrective_paid_quarters_after_review),
        unpaid_cents=due * (100 + employers.corrective_unpaid_surcharge_percent) // 100,
        refusal=refusal,
    )


def dismissal_payment(law: Law, *, amount_cents: Cents, notified_on: Day, sent_on: Day) -> DismissalPayment:
    """What is paid after a dismissal for refusing a performance agreement. `law` is that of the notification."""
    least = law.employers.apc_cents
    due_by = calendar.add_days(notified_on, law.employers.apc_data_sent_days)
    refusal = refuse_when(amount_cents < least, Refusal.AMOUNT_BELOW_LEAST)
    return DismissalPayment(
        least_cents=least,
        granted_cents=unless_refused(refusal, amount_cents),
        data_due_by=due_by,
        is_late=calendar.day_before(due_by, sent_on),
        refusal=refusal,
    )


def whistleblower_payment(law: Law, *, ordered_cents: Cents, balance_cents: Cents) -> WhistleblowerPayment:
    """What a labour court may have put on the account. `law` is that of the decision."""
    ceiling = law.employers.whistleblower_most_cents
    refusal = refuse_when(ceiling is None, Refusal.DATE_NOT_COVERED)
    most = at_least(0, (ceiling or 0) - balance_cents)
    return WhistleblowerPayment(
        most_cents=most, granted_cents=unless_refused(refusal, at_most(most, ordered_cents)), refusal=refusal
    )


def platform_payment(law: Law) -> PlatformPayment:
    """What a platform puts on a worker's account, once a decree has fixed it."""
    amount = law.employers.platform_worker_top_up
    refusal = refuse_when(amount is None, Refusal.NOT_FIXED_YET)
    return PlatformPayment(granted_cents=amount or 0, refusal=refusal)
