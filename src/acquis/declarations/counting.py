"""From declared work to the facts of a year: times added up exactly, never by rounded shares (R6323-1, L6323-12).

Times are kept in hundredths of their unit and added as fractions. When every line has the same unit and the same
full year, the year is told in that unit; else as a share, part and whole both exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from acquis.rules import Law, Regime, WorkUnit, law_on
from acquis.rules.calendar import days_in_year

from .types import Ground, Work

#: What `accounts` accepts: twelve digits, of which four may be decimals.
_WHOLE_DIGITS = 10**12
_DECIMALS = 10_000
#: A share that twelve digits cannot tell is told in this many parts; every yearly amount divides it, see `_fitted`.
_PARTS = 10**11


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


def counted(work: Work, law: Law) -> Counted:
    """The time of one line: what was paid, and the absences that count, up to the contract's own time.

    Pay kept up during an absence already holds its hours: the sum stops at what the contract would have given.
    """
    full = _full(work, law)
    quantity = None if work.quantity is None else Fraction(work.quantity)
    if work.unit is WorkUnit.PAY and work.span_days <= 31:
        quantity = full / 12
    per_day = Fraction(0) if quantity is None else quantity / work.span_days
    told = tuple(
        (each.ground, each.days, per_day * each.days + each.time, counts(each.ground, law)) for each in work.absences
    )
    if work.paid is None:
        lost = sum((time for _, _, time, counted_in in told if not counted_in), Fraction(0))
        time = max(Fraction(0), per_day * work.present_days - lost)
    else:
        time = Fraction(work.paid)
        added = sum((time for _, _, time, counted_in in told if counted_in), Fraction(0))
        if added and quantity is not None:
            time = max(time, min(time + added, per_day * work.present_days))
        else:
            time += added
    return Counted(time=time, full=full, absences=told)


def year_of(works: Sequence[Work], law: Law) -> Year:
    """The year of one account under one regime; `works` are all its lines, corrections of earlier months among them."""
    parts = [counted(work, law) for work in works]
    unit, full = works[0].unit, parts[0].full
    if all(work.unit is unit for work in works) and all(part.full == full for part in parts):
        told = _in_unit(works, max(Fraction(0), sum((part.time for part in parts), Fraction(0))), full, law)
        if told is not None:
            return told
    share = sum((part.time / part.full for part in parts), Fraction(0))
    part, whole = _fitted(min(Fraction(1), max(Fraction(0), share)))
    return Year(unit=WorkUnit.SHARE, worked=str(part), reference=str(whole))


def share_of(works: Iterable[Work], law: Law) -> tuple[int, int]:
    """(part, whole): what the lines are of a full year, one at most."""
    share = Fraction(0)
    for work in works:
        told = counted(work, law)
        share += told.time / told.full
    return _fitted(min(Fraction(1), max(Fraction(0), share)))


def written(hundredths: Fraction) -> str:
    """A number of the unit as one writes it, to four decimals: 80350 hundredths are ``803.5``."""
    parts = round(hundredths * _DECIMALS / 100)
    text = f"{parts // _DECIMALS}.{parts % _DECIMALS:04d}".rstrip("0")
    return text.rstrip(".")


def _in_unit(works: Sequence[Work], total: Fraction, full: Fraction, law: Law) -> Year | None:
    """The year in its own unit; None when that many decimals cannot be written."""
    unit = works[0].unit
    if unit is WorkUnit.PAY:
        if total.denominator != 1:
            return None
        return Year(unit=unit, worked=str(total), reference=str(law.activity.hourly_minimum_wage_cents))
    if unit is WorkUnit.SHARE or (total * _DECIMALS / 100).denominator != 1:
        return None
    given = any(work.reference is not None for work in works)
    return Year(unit=unit, worked=written(total), reference=written(full) if given else None)


def _full(work: Work, law: Law) -> Fraction:
    """A full year in the hundredths of the line's unit, in cents for pay."""
    credit = law.credit
    is_employee = work.regime is Regime.EMPLOYEE
    if work.unit is WorkUnit.PAY:
        return Fraction(credit.reference_pay_hours * law.activity.hourly_minimum_wage_cents)
    if work.reference is not None:
        at_most = credit.reference_days * 100
        return Fraction(min(at_most, work.reference) if work.unit is WorkUnit.DAYS and is_employee else work.reference)
    whole = {
        WorkUnit.HOURS: credit.reference_hours,
        WorkUnit.DAYS: credit.reference_days if is_employee else days_in_year(law.on.year),
        WorkUnit.MONTHS: credit.reference_months,
        WorkUnit.SHARE: 1,
    }[work.unit]
    return Fraction(whole * 100)


def _fitted(share: Fraction) -> tuple[int, int]:
    """A share in numbers of twelve digits at most.

    The few that do not fit (several employers, each with its own odd full time) are told in 10^11 parts, to the part
    above, which changes no amount: the part above of the part above is the part above, for every amount that divides
    10^11. The half stays where it was.
    """
    if share.denominator < _WHOLE_DIGITS:
        return share.numerator, share.denominator
    part = -(-share.numerator * _PARTS // share.denominator)
    if share * 2 < 1:
        part = min(part, _PARTS // 2 - 1)
    return part, _PARTS
