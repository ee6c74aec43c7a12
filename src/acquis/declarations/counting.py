"""From declared work to the facts of a year: times added up exactly, never by rounded shares (R6323-1, L6323-12).

Times are kept in hundredths of their unit and added as fractions. When every line has the same unit and the same
full year, the year is told in that unit; else as a share, part and whole both exact. What the law says is written once,
for one line and for columns of lines (`adding`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from acquis.accounts.types import PARTS
from acquis.accounts.types import written as as_written
from acquis.rules import Law, Regime, WorkUnit, law_on
from acquis.rules.calendar import days_in_year
from acquis.rules.vocabulary import Flag, Number, at_least, at_most, choose

from .types import Ground, Work

#: What `accounts` accepts: twelve digits, of which four may be decimals.
WHOLE_DIGITS = 10**12
#: A share that twelve digits cannot tell is told in this many parts; every yearly amount divides it, see `_fitted`.
_SHARES = 9 * 10**11


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one line gives: `time` and `full` (a full year) in hundredths of the unit, or in cents of pay.

    `absences`: ground, days, time that they stand for, and whether they count.
    """

    time: Fraction
    full: Fraction
    absences: tuple[tuple[Ground, int, Fraction, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The year under one regime, in the words of `accounts.types.YearRow`."""

    unit: WorkUnit
    worked: str
    reference: str | None


def law_of(year: int) -> Law:
    """The law by which a year is counted: that of its last day, as for the credit itself."""
    return law_on(date(year, 12, 31))


def counts(ground: Ground, law: Law) -> bool:
    """Whether an absence is counted as work time (L6323-12, L6323-17-4)."""
    if ground is Ground.COMMUTING_ACCIDENT:
        return law.activity.commuting_accident_counted
    return ground.value in law.activity.counted_absences


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the time of a line is made of: values, or columns of them for many lines.

    Times are in hundredths, 0 where nothing is said. A day of the contract gives `quantity` / `parts`; absences that
    count, or do not, are told in days, in time, or both.
    """

    is_paid: Flag
    paid: Number
    has_quantity: Flag
    quantity: Number
    parts: Number
    present_days: Number
    counted_days: Number
    counted_time: Number
    lost_days: Number
    lost_time: Number


def time_of(line: Line) -> Number:
    """The time of a line, in `parts` of a hundredth: what was paid, and the absences that count.

    Pay kept up during an absence already holds its hours: the sum stops at what the contract would have given.
    """
    own = line.quantity * line.present_days
    paid = line.paid * line.parts
    sum_ = paid + line.quantity * line.counted_days + line.counted_time * line.parts
    lost = line.quantity * line.lost_days + line.lost_time * line.parts
    up_to_own = at_least(paid, at_most(own, sum_))
    return choose(line.is_paid, choose(line.has_quantity, up_to_own, sum_), at_least(0, own - lost))


def full_year(regime: Regime, unit: WorkUnit, reference: Number | None, law: Law) -> Number:
    """A full year in the hundredths of the unit, in cents for pay; `reference` as declared, None is the law's own."""
    credit = law.credit
    is_employee = regime is Regime.EMPLOYEE
    if unit is WorkUnit.PAY:
        return credit.reference_pay_hours * law.activity.hourly_minimum_wage_cents
    if reference is not None:
        return at_most(credit.reference_days * 100, reference) if unit is WorkUnit.DAYS and is_employee else reference
    whole = {
        WorkUnit.HOURS: credit.reference_hours,
        WorkUnit.DAYS: credit.reference_days if is_employee else days_in_year(law.on.year),
        WorkUnit.MONTHS: credit.reference_months,
        WorkUnit.SHARE: 1,
    }[unit]
    return whole * 100


def by_the_year(unit: WorkUnit, span_days: Number) -> Flag:
    """Whether a day of the line is told by its full year: pay declared by the month, which has no quantity."""
    return (unit is WorkUnit.PAY) & (span_days <= 31)


def counted(work: Work, law: Law) -> Counted:
    """The time of one line, and what each of its absences stands for."""
    full = full_year(work.regime, work.unit, work.reference, law)
    quantity, parts = (
        (full, 12 * work.span_days) if by_the_year(work.unit, work.span_days) else (work.quantity, work.span_days)
    )
    per_day = Fraction(quantity or 0, parts)
    told = tuple(
        (each.ground, each.days, per_day * each.days + each.time, counts(each.ground, law)) for each in work.absences
    )
    counting = [each for each in work.absences if counts(each.ground, law)]
    lost = [each for each in work.absences if not counts(each.ground, law)]
    line = Line(
        is_paid=work.paid is not None,
        paid=work.paid or 0,
        has_quantity=quantity is not None,
        quantity=quantity or 0,
        parts=parts,
        present_days=work.present_days,
        counted_days=sum(each.days for each in counting),
        counted_time=sum(each.time for each in counting),
        lost_days=sum(each.days for each in lost),
        lost_time=sum(each.time for each in lost),
    )
    return Counted(time=Fraction(time_of(line), parts), full=Fraction(full), absences=told)


def year_of(works: Sequence[Work], law: Law) -> Year:
    """The year of one account under one regime; `works` are all its lines, corrections of earlier months among them."""
    parts = [counted(work, law) for work in works]
    given = any(work.reference is not None for work in works)
    unit, worked, reference = year_in(
        [work.unit for work in works], [(part.time, part.full) for part in parts], given, law
    )
    return Year(unit=unit, worked=as_written(worked), reference=as_written(reference) if reference else None)


def year_in(
    units: Sequence[WorkUnit], parts: Sequence[tuple[Fraction, Fraction]], given: bool, law: Law
) -> tuple[WorkUnit, int, int]:
    """The same from the time and the full year of each line: unit, worked and reference in ten-thousandths of it.

    `given`: whether a full year was declared; the reference is 0 where it is the law's own.
    """
    unit, full = units[0], parts[0][1]
    if all(each is unit for each in units) and all(each == full for _, each in parts):
        total = max(Fraction(0), sum((time for time, _ in parts), Fraction(0)))
        worked, exact = in_unit(unit, total.numerator, total.denominator)
        if exact:
            compared = given or unit is WorkUnit.PAY
            return unit, worked, reference_in_unit(unit, int(full), law) if compared else 0
    part, whole = share_in(parts)
    return WorkUnit.SHARE, part * PARTS, whole * PARTS


def share_of(works: Iterable[Work], law: Law) -> tuple[int, int]:
    """(part, whole): what the lines are of a full year, one at most."""
    return share_in([(told.time, told.full) for told in (counted(work, law) for work in works)])


def share_in(parts: Iterable[tuple[Fraction, Fraction]]) -> tuple[int, int]:
    """The same from the time and the full year of each line."""
    share = sum((time / full for time, full in parts), Fraction(0))
    return _fitted(min(Fraction(1), max(Fraction(0), share)))


def in_unit(unit: WorkUnit, part: Number, whole: Number) -> tuple[Number, Flag]:
    """`part` / `whole` hundredths of the unit (cents for pay) as a number in ten-thousandths, and whether it is exact.

    Pay is told in whole cents; a share is never told in its own unit.
    """
    grain = 1 if unit is WorkUnit.PAY else PARTS // 100
    number, left = part * grain // whole, part * grain % whole
    return number * (PARTS // grain if unit is WorkUnit.PAY else 1), (left == 0) & (unit is not WorkUnit.SHARE)


def reference_in_unit(unit: WorkUnit, full: Number, law: Law) -> Number:
    """What the year is compared with, in ten-thousandths of the unit: the hourly minimum wage for pay."""
    return law.activity.hourly_minimum_wage_cents * PARTS if unit is WorkUnit.PAY else full * (PARTS // 100)


def written(hundredths: Fraction) -> str:
    """A number of the unit as one writes it, to four decimals: 80350 hundredths are ``803.5``."""
    return as_written(round(hundredths * PARTS / 100))


def _fitted(share: Fraction) -> tuple[int, int]:
    """A share in numbers of twelve digits at most.

    The few that do not fit (several employers, each with its own odd full time) are told in 9 × 10^11 parts, to the
    part above, which changes no amount: the part above of the part above is the part above, for every amount that
    divides these (500, 800 and 300 euros do). The half stays where it was.
    """
    if share.denominator < WHOLE_DIGITS:
        return share.numerator, share.denominator
    part = -(-share.numerator * _SHARES // share.denominator)
    if share * 2 < 1:
        part = min(part, _SHARES // 2 - 1)
    return part, _SHARES
