"""What a year of work adds to an account.

In euros for employees, sheltered workers and the self-employed (L6323-11, L6323-11-1, L6323-33, L6323-25; R6323-1,
R6323-3-1, R6323-29, R6323-22), in hours for public agents (décret 2017-928 art. 3). The amounts are in
`law/credit.toml`.
"""

from dataclasses import dataclass

from acquis.rules.calendar import days_in_year
from acquis.rules.record import Law
from acquis.rules.types import FIRST_DAY, Refusal, Regime, WorkUnit
from acquis.rules.vocabulary import (
    Cents,
    Flag,
    Hours,
    Number,
    at_least,
    at_most,
    choose,
    refuse_when,
    share_rounded_up,
    unless_refused,
)

UNITS_OF: dict[Regime, frozenset[WorkUnit]] = {
    Regime.EMPLOYEE: frozenset({WorkUnit.HOURS, WorkUnit.DAYS, WorkUnit.SHARE, WorkUnit.PAY}),
    Regime.ESAT: frozenset(WorkUnit),
    Regime.SELF_EMPLOYED: frozenset({WorkUnit.MONTHS, WorkUnit.DAYS, WorkUnit.SHARE}),
    Regime.PUBLIC_AGENT: frozenset({WorkUnit.SHARE}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfWork:
    """The facts of one account's year, or of a slice of accounts: every number and flag is a value or a column.

    `worked` and `reference` count parts of the unit, `scale` parts to one: 803.5 hours are `worked=8035, scale=10`.
    For `WorkUnit.PAY` they are the pay of the year and the hourly minimum wage, both in cents. `reference` None is
    the law's own full year. `contribution_paid` None means that nobody knows yet. `balance_cents` is the counter of
    yearly rights alone, without top-ups.
    """

    regime: Regime
    unit: WorkUnit
    worked: Number
    reference: Number | None = None
    scale: int = 1
    low_qualified: Flag = False
    oeth: Flag = False
    contribution_paid: Flag | None = None
    balance_cents: Cents = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyCredit:
    """The credit and its working, in the order in which an agent would explain it.

    `worked` of `reference` (in parts, cut to a full year) gives `is_full_share` from half time upward; `full_cents`
    is the amount of a full year for this person; `base_cents` what the time gives; `uplift_cents` the disability
    uplift; `earned_cents` the sum within the yearly limit; `room_cents` what still fits under `ceiling_cents`;
    `granted_cents` what is credited. Amounts are 0 where there is a `refusal`.
    """

    worked: Number
    reference: Number
    is_full_share: Flag
    full_cents: Cents
    base_cents: Cents
    uplift_cents: Cents
    earned_cents: Cents
    ceiling_cents: Cents
    room_cents: Cents
    granted_cents: Cents
    refusal: Refusal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfService:
    """The facts of a public agent's year; `worked` and `reference` as in `YearOfWork`, as a share of full time.

    `is_part_time_post` is an incomplete post (*temps non complet*), prorated; part time (*temps partiel*) is not.
    """

    unit: WorkUnit = WorkUnit.SHARE
    worked: Number
    reference: Number | None = None
    scale: int = 1
    category_c_low_qualified: Flag = False
    is_part_time_post: Flag = False
    balance_hours: Hours = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyHours:
    """A public agent's credit in hours and its working; hours are 0 where there is a `refusal`."""

    worked: Number
    reference: Number
    full_hours: Hours
    earned_hours: Hours
    ceiling_hours: Hours
    room_hours: Hours
    granted_hours: Hours
    refusal: Refusal | None


def yearly_credit(law: Law, work: YearOfWork) -> YearlyCredit:
    """The rights in euros earned by one year of activity. `law` is that of a day of this year.

    For a public agent see `yearly_hours`: asked here, the answer is the refusal `unit_not_allowed`.
    """
    credit = law.credit
    refusal = _refusal(law, work)
    reference = _reference(law, work)
    worked = at_most(reference, work.worked)
    is_employee = work.regime is Regime.EMPLOYEE

    if is_employee:
        is_full_share = worked * 100 >= reference * credit.half_time_percent
        full = choose(work.low_qualified, credit.low_qualified_cents, credit.employee_cents)
        below_half = choose(work.low_qualified, credit.low_qualified_below_half_base_cents, credit.employee_cents)
        base = choose(is_full_share, full, share_rounded_up(below_half, worked, reference))
        # The low-qualified keep their higher ceiling where the law gives them more than the others.
        raised = work.low_qualified & (choose(is_full_share, full, below_half) > credit.employee_cents)
        ceiling = choose(raised, credit.low_qualified_ceiling_cents, credit.employee_ceiling_cents)
        ceiling = choose(work.oeth, at_least(credit.oeth_ceiling_cents, ceiling), ceiling)
        uplift = choose(work.oeth & (base > 0), credit.oeth_uplift_cents, 0)
        both = choose(work.oeth & work.low_qualified, credit.oeth_and_low_qualified_cents, base + uplift)
        earned = at_most(both, base + uplift)
    elif work.regime is Regime.ESAT:
        is_full_share = worked > 0
        full = credit.esat_cents
        base = earned = choose(is_full_share, full, 0)
        ceiling = credit.esat_ceiling_cents
        uplift = 0
    else:
        is_full_share = worked >= reference
        full = credit.self_employed_cents
        paid = False if work.contribution_paid is None else work.contribution_paid
        base = earned = choose(paid, share_rounded_up(full, worked, reference), 0)
        ceiling = credit.self_employed_ceiling_cents
        uplift = 0

    room = at_least(0, ceiling - work.balance_cents)
    return YearlyCredit(
        worked=worked,
        reference=reference,
        is_full_share=is_full_share,
        full_cents=full,
        base_cents=unless_refused(refusal, base),
        uplift_cents=unless_refused(refusal, uplift),
        earned_cents=unless_refused(refusal, earned),
        ceiling_cents=ceiling,
        room_cents=room,
        granted_cents=unless_refused(refusal, at_most(room, earned)),
        refusal=refusal,
    )


def yearly_hours(law: Law, service: YearOfService) -> YearlyHours:
    """The rights in hours earned by a public agent in one calendar year (décret 2017-928 art. 3)."""
    credit = law.credit
    reference = service.scale if service.reference is None else service.reference
    worked = at_most(reference, service.worked)

    yearly, yearly_c = credit.public_agent_hours, credit.category_c_hours
    most, most_c = credit.public_agent_ceiling_hours, credit.category_c_ceiling_hours
    covered = yearly is not None and yearly_c is not None and most is not None and most_c is not None
    refusal = refuse_when(
        not covered,
        Refusal.DATE_NOT_COVERED,
        refuse_when(service.unit not in UNITS_OF[Regime.PUBLIC_AGENT], Refusal.UNIT_NOT_ALLOWED),
    )

    full = choose(service.category_c_low_qualified, yearly_c or 0, yearly or 0)
    ceiling = choose(service.category_c_low_qualified, most_c or 0, most or 0)
    counted = choose(service.is_part_time_post, share_rounded_up(full, worked, reference), full)
    earned = choose(worked > 0, counted, 0)
    room = at_least(0, ceiling - service.balance_hours)
    return YearlyHours(
        worked=worked,
        reference=reference,
        full_hours=full,
        earned_hours=unless_refused(refusal, earned),
        ceiling_hours=ceiling,
        room_hours=room,
        granted_hours=unless_refused(refusal, at_most(room, earned)),
        refusal=refusal,
    )


def _refusal(law: Law, work: YearOfWork) -> Refusal | None:
    is_self_employed = work.regime is Regime.SELF_EMPLOYED
    first_year = law.credit.self_employed_first_year if is_self_employed else FIRST_DAY.year
    is_counted_in_hours = work.regime is Regime.PUBLIC_AGENT
    refusal: Refusal | None = refuse_when(
        law.on.year < first_year,
        Refusal.DATE_NOT_COVERED,
        refuse_when(
            is_counted_in_hours or work.unit not in UNITS_OF[work.regime],
            Refusal.UNIT_NOT_ALLOWED,
            refuse_when(
                work.unit is WorkUnit.PAY and work.reference is None,
                Refusal.REFERENCE_REQUIRED,
                refuse_when(is_self_employed and work.contribution_paid is None, Refusal.CONTRIBUTION_UNKNOWN),
            ),
        ),
    )
    return refusal


def _reference(law: Law, work: YearOfWork) -> Number:
    """A full year in the parts in which `worked` counts."""
    credit = law.credit
    is_employee = work.regime is Regime.EMPLOYEE
    if work.reference is None:
        full_year = {
            WorkUnit.HOURS: credit.reference_hours,
            WorkUnit.DAYS: credit.reference_days if is_employee else days_in_year(law.on.year),
            WorkUnit.MONTHS: credit.reference_months,
            WorkUnit.SHARE: 1,
            WorkUnit.PAY: 1,  # refused before it serves
        }
        return full_year[work.unit] * work.scale
    if work.unit is WorkUnit.PAY:
        return work.reference * credit.reference_pay_hours
    if work.unit is WorkUnit.DAYS and is_employee:
        return at_most(credit.reference_days * work.scale, work.reference)
    return work.reference
