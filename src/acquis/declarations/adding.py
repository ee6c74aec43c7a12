"""Declared lines of many accounts added up in columns, exactly as `counting` adds those of one.

Everything is integers of 64 bits. What these might not hold is added as fractions from the very same columns: an
account with several odd full years, whose common denominator is too large.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from acquis.accounts.types import PARTS, REGIMES, UNITS, YearColumns, YearRow, written
from acquis.kit import columns as kit
from acquis.kit.columns import Column
from acquis.rules import Law, Regime, WorkUnit

from .counting import (
    WHOLE_DIGITS,
    Line,
    by_the_year,
    full_year,
    in_unit,
    reference_in_unit,
    share_in,
    time_of,
    year_in,
)

#: Stands for a number that a line does not tell.
NONE = -(1 << 62)
#: What is larger has no place in columns, where a number times days, and a year in ten-thousandths, must fit.
_MOST, _MOST_DAYS, _MOST_LINES = 1 << 36, 1 << 10, 1 << 12
#: A sum that might be larger is not made in 64 bits. It is judged in binary fractions, hence a margin beside in_unit's
#: hundred.
_SAFE = float(1 << 54)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineColumns:
    """Current lines of a year, one place each, in the order of accounts; see `models.WorkedLine` and `counting.Line`.

    `regime` and `unit` are places in `REGIMES` and `UNITS`; `contribution` is -1 where nobody says; numbers not told
    are `NONE`.
    """

    account: Column
    regime: Column
    unit: Column
    withdrawn: Column
    oeth: Column
    contribution: Column
    category_c: Column
    incomplete_post: Column
    paid: Column
    quantity: Column
    reference: Column
    present_days: Column
    span_days: Column
    counted_days: Column
    counted_time: Column
    lost_days: Column
    lost_time: Column

    def __len__(self) -> int:
        return len(self.account)

    def taken(self, places: Column) -> LineColumns:
        """Some of the lines."""
        return LineColumns(**{name: getattr(self, name)[places] for name in LineColumns.__dataclass_fields__})


class Years:
    """The lines of each account and regime as one year: a place in the columns for each of these *groups*.

    `odd` are the accounts of which a line has numbers too large for columns: nothing is told of them here.
    """

    def __init__(self, year: int, lines: LineColumns, law: Law) -> None:
        self.year, self.law = year, law
        large = _too_large(lines)
        self.odd = frozenset(kit.uuid_list(large))
        if len(large):
            lines = lines.taken(~kit.places(large, lines.account)[1])
        self.lines, self.starts = _grouped(lines)
        self.sizes = np.diff(self.starts, append=len(lines))
        self.accounts, self.regime = self.lines.account[self.starts], self.lines.regime[self.starts]
        self._count()
        self._flags()
        self._add_up()

    def __len__(self) -> int:
        return len(self.starts)

    # ------------------------------------------------------------------ line by line

    def _count(self) -> None:
        """The time of each line as `time` / `parts`, and its full year."""
        lines, law = self.lines, self.law
        full, parts, quantity = lines.reference.copy(), lines.span_days.copy(), lines.quantity.copy()
        key = lines.regime * len(UNITS) + lines.unit
        for each in np.unique(key):
            regime, unit = REGIMES[each // len(UNITS)], UNITS[each % len(UNITS)]
            those, given = key == each, lines.reference != NONE
            full[those & ~given] = full_year(regime, unit, None, law)
            full[those & given] = full_year(regime, unit, lines.reference[those & given], law)
            yearly = those & by_the_year(unit, lines.span_days)
            quantity[yearly], parts[yearly] = full[yearly], 12 * lines.span_days[yearly]
        time: Any = time_of(
            Line(
                is_paid=lines.paid != NONE,
                paid=np.where(lines.paid != NONE, lines.paid, 0),
                has_quantity=quantity != NONE,
                quantity=np.where(quantity != NONE, quantity, 0),
                parts=parts,
                present_days=lines.present_days,
                counted_days=lines.counted_days,
                counted_time=lines.counted_time,
                lost_days=lines.lost_days,
                lost_time=lines.lost_time,
            )
        )
        time[lines.withdrawn] = 0
        self.full = full
        self.time, self.parts = _lowest(time, parts)

    # ------------------------------------------------------------------ group by group

    def _flags(self) -> None:
        lines, said = self.lines, ~self.lines.withdrawn
        employees, selves = (self.regime == REGIMES.index(each) for each in (Regime.EMPLOYEE, Regime.SELF_EMPLOYED))
        self.oeth = self._any(lines.oeth & said) & employees
        self.category_c = self._any(lines.category_c & said)
        self.part_time_post = ~self._any(~lines.incomplete_post)
        yes, no = self._any(said & (lines.contribution == 1)), self._any(said & (lines.contribution == 0))
        paid = np.where(yes, 1, np.where(no | ~self._any(said), 0, -1))
        self.contribution = np.where(selves, paid, -1)

    def _add_up(self) -> None:
        """The year of each group: in its unit where that tells it exactly, else as a share of a full year."""
        count = len(self)
        self.unit = self.lines.unit[self.starts]
        self.worked, self.reference = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        told = self._in_units()
        told |= self._in_shares(np.flatnonzero(~told))
        for group in np.flatnonzero(~told):
            self._as_fractions(int(group))

    def _in_units(self) -> Column:
        """Tell in their unit those whose lines have one unit and one full year; returns which."""
        full, told = self.full[self.starts], np.zeros(len(self), dtype=bool)
        other = (self.lines.unit != np.repeat(self.unit, self.sizes)) | (self.full != np.repeat(full, self.sizes))
        part, whole, sure = _sums(self.time, self.parts, self.starts)
        part = np.maximum(part, 0)
        alone = sure & ~self._any(other)
        alone &= self.regime != REGIMES.index(Regime.PUBLIC_AGENT)
        given = self._any(self.lines.reference != NONE)
        for each in np.unique(self.unit[alone]):
            unit, rows = UNITS[each], np.flatnonzero(alone & (self.unit == each))
            number: Any
            exact: Any
            number, exact = in_unit(unit, part[rows], whole[rows])
            rows, number = rows[exact], number[exact]
            compared = given[rows] | (unit is WorkUnit.PAY)
            self.worked[rows], told[rows] = number, True
            self.reference[rows] = np.where(compared, reference_in_unit(unit, full[rows], self.law), 0)
        return told

    def _in_shares(self, groups: Column) -> Column:
        """Tell some groups as shares of a full year, where twelve digits do; returns which."""
        told = np.zeros(len(self), dtype=bool)
        if not len(groups):
            return told
        chosen = np.zeros(len(self), dtype=bool)
        chosen[groups] = True
        lines = np.repeat(chosen, self.sizes)
        starts = np.cumsum(self.sizes[groups]) - self.sizes[groups]
        part, whole, sure = _sums(*_lowest(self.time[lines], self.parts[lines] * self.full[lines]), starts)
        part, whole = _lowest(np.clip(part, 0, np.maximum(whole, 1)), np.maximum(whole, 1))
        sure &= whole < WHOLE_DIGITS
        rows = groups[sure]
        told[rows] = True
        self.unit[rows] = UNITS.index(WorkUnit.SHARE)
        self.worked[rows], self.reference[rows] = part[sure] * PARTS, whole[sure] * PARTS
        return told

    def _as_fractions(self, group: int) -> None:
        """Tell one group as `counting` does, from the time of its lines."""
        rows = slice(self.starts[group], self.starts[group] + self.sizes[group])
        parts = [
            (Fraction(int(time), int(part)), Fraction(int(full)))
            for time, part, full in zip(self.time[rows], self.parts[rows], self.full[rows], strict=True)
        ]
        if REGIMES[self.regime[group]] is Regime.PUBLIC_AGENT:
            part, whole = share_in(parts)
            unit, worked, reference = WorkUnit.SHARE, part * PARTS, whole * PARTS
        else:
            given = bool((self.lines.reference[rows] != NONE).any())
            unit, worked, reference = year_in([UNITS[each] for each in self.lines.unit[rows]], parts, given, self.law)
        self.unit[group] = UNITS.index(unit)
        self.worked[group], self.reference[group] = worked, reference

    def _any(self, flags: Column) -> Column:
        return np.logical_or.reduceat(flags, self.starts)

    # ------------------------------------------------------------------ telling

    def in_euros(self) -> YearColumns:
        """The years that count in euros."""
        euros = self.regime != REGIMES.index(Regime.PUBLIC_AGENT)
        return YearColumns(
            year=self.year,
            accounts=self.accounts[euros],
            regime=self.regime[euros],
            unit=self.unit[euros],
            worked=self.worked[euros],
            reference=self.reference[euros],
            low_qualified=np.zeros(int(euros.sum()), dtype=bool),
            oeth=self.oeth[euros],
            contribution_paid=self.contribution[euros],
        )

    def in_hours(self) -> list[YearRow]:
        """The years of service of public agents."""
        return [
            YearRow(
                account_id=kit.uuid_of(self.accounts[group]),
                year=self.year,
                regime=Regime.PUBLIC_AGENT,
                unit=WorkUnit.SHARE,
                worked=written(int(self.worked[group])),
                reference=written(int(self.reference[group])),
                category_c_low_qualified=bool(self.category_c[group]),
                is_part_time_post=bool(self.part_time_post[group]),
            )
            for group in np.flatnonzero(self.regime == REGIMES.index(Regime.PUBLIC_AGENT)).tolist()
        ]


def _too_large(lines: LineColumns) -> Column:
    """The accounts that do not fit in columns, in order."""
    fits = (lines.present_days < _MOST_DAYS) & (lines.span_days < _MOST_DAYS)
    fits &= (lines.counted_days < _MOST_DAYS) & (lines.lost_days < _MOST_DAYS)
    for number in (lines.paid, lines.quantity, lines.reference, lines.counted_time, lines.lost_time):
        fits &= (np.abs(number) < _MOST) | (number == NONE)
    accounts = [kit.uuid_of(each) for each in np.unique(lines.account[~fits])]
    starts = _changes(kit.as_bytes(lines.account))
    many = np.diff(starts, append=len(lines)) > _MOST_LINES
    return kit.uuids(sorted({*accounts, *kit.uuid_list(lines.account[starts[many]])}))


def _grouped(lines: LineColumns) -> tuple[LineColumns, Column]:
    """The lines so that those of an account and regime stand together, and where each such group begins."""
    account = np.zeros(len(lines), dtype=np.int64)
    account[_changes(kit.as_bytes(lines.account))] = 1
    key = np.cumsum(account) * len(REGIMES) + lines.regime
    if np.any(key[1:] < key[:-1]):
        order = np.argsort(key, kind="stable")
        lines, key = lines.taken(order), key[order]
    return lines, _changes(key.reshape(-1, 1))


def _changes(rows: Column) -> Column:
    """The places at which a row differs from the one before."""
    return np.flatnonzero(np.append(True, np.any(rows[1:] != rows[:-1], axis=1)))[: len(rows)]


def _lowest(part: Column, whole: Column) -> tuple[Column, Column]:
    """Fractions in their lowest terms."""
    shared = np.gcd(part, whole)
    return part // shared, whole // shared


def _sums(part: Column, whole: Column, starts: Column) -> tuple[Column, Column, Column]:
    """The sum of the fractions of each group, and whether it is sure: a common denominator fits, and so does the sum.

    A product of denominators that does not fit comes out wrong; it then is no multiple of each, or does as well.
    """
    sizes = np.diff(starts, append=len(part))
    common = np.lcm.reduceat(whole, starts)
    sure = common > 0
    spread = np.repeat(np.where(sure, common, 1), sizes)
    sure &= ~np.logical_or.reduceat(spread % whole != 0, starts)
    times = spread // whole
    most = np.add.reduceat(np.abs(part).astype(float) * times, starts)
    sure &= (most < _SAFE) & (common < _SAFE)
    return np.add.reduceat(part * times, starts), common, sure
