"""Years of activity as others give them to be credited, row by row or in columns, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import Column
from acquis.rules import Regime, WorkUnit

#: The codes that stand in columns for regimes, units and causes are places in these.
REGIMES, UNITS = tuple(Regime), tuple(WorkUnit)
#: Numbers of a declaration are kept in ten-thousandths of their unit.
PARTS = 10_000


class Cause(StrEnum):
    """Why a version of a year was written."""

    #: Facts were declared, or other facts than before.
    FACTS = "facts"
    #: The law of the year was corrected, and the same facts give something else.
    LAW = "law"
    #: A run was undone: nothing stands any more.
    UNDONE = "undone"
    #: A run was undone: what stood before it stands again.
    RESTORED = "restored"
    #: The facts are those of several accounts that are one person's, added.
    JOINED = "joined"
    #: Accounts taken for one person's were parted: the facts are again those of this account alone.
    PARTED = "parted"


CAUSES = tuple(Cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """The facts of one account for one year under one regime, as the declaration gives them.

    `worked` and `reference` are numbers as written (``"803.5"``), in `unit`; for `WorkUnit.PAY` they are the pay of
    the year and the hourly minimum wage, in cents. Flags: R6323-3-1 (low-qualified), D6323-3-3 (disability), L6323-27;
    the last two serve public agents (décret 2017-928): category C below level 3, and an incomplete post.
    """

    account_id: UUID
    year: int
    regime: Regime
    unit: WorkUnit
    worked: str
    reference: str | None = None
    low_qualified: bool = False
    oeth: bool = False
    contribution_paid: bool | None = None
    category_c_low_qualified: bool = False
    is_part_time_post: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearVersion:
    """One version of a regime's year, as it was computed on a day: its facts, and what it moved (signed cents).

    The first of an account is 1, also on a second account of a person. `given_cents` is what the regime's year has
    given in all once it was applied; `shortfall_cents` what should have been taken back and was no longer there.
    """

    version: int
    cause: Cause
    unit: WorkUnit
    worked: str
    reference: str | None
    low_qualified: bool
    oeth: bool
    contribution_paid: bool | None
    earned_cents: int
    moved_cents: int
    given_cents: int
    shortfall_cents: int
    credited_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """One row of a bulk credit that gave nothing: which, and why."""

    account_id: UUID
    year: int
    regime: Regime
    reason: StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """What a bulk credit did. Amounts in cents; a correction may take back, and find less than it should."""

    credited: int = 0
    corrected: int = 0
    unchanged: int = 0
    granted_cents: int = 0
    taken_back_cents: int = 0
    shortfall_cents: int = 0
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearColumns:
    """The facts of one year for a slice of accounts: the columns of `YearRow`, in the order of accounts.

    `accounts` are sixteen bytes each; `worked` and `reference` count ten-thousandths, 0 being the law's own reference;
    `contribution_paid` is -1 where nobody knows. `odd` are the rows that columns cannot hold: numbers that are none.
    """

    year: int
    accounts: Column
    regime: Column
    unit: Column
    worked: Column
    reference: Column
    low_qualified: Column
    oeth: Column
    contribution_paid: Column
    odd: tuple[YearRow, ...] = ()

    @classmethod
    def of(cls, year: int, rows: Iterable[YearRow]) -> YearColumns:
        """The columns of some rows of one year."""
        ordered = sorted(rows, key=lambda row: (row.account_id, row.regime))
        numbers = [(_parts(row.worked), _parts(row.reference)) for row in ordered]
        fits = [
            worked >= 0 and reference >= 0 and not (row.reference is not None and reference == 0)
            for row, (worked, reference) in zip(ordered, numbers, strict=True)
        ]
        kept = [(row, *number) for row, number, fit in zip(ordered, numbers, fits, strict=True) if fit]
        return cls(
            year=year,
            accounts=kit.uuids([row.account_id for row, _, _ in kept]),
            regime=np.array([_REGIME[row.regime] for row, _, _ in kept], dtype=np.int64),
            unit=np.array([_UNIT[row.unit] for row, _, _ in kept], dtype=np.int64),
            worked=np.array([worked for _, worked, _ in kept], dtype=np.int64),
            reference=np.array([reference for _, _, reference in kept], dtype=np.int64),
            low_qualified=np.array([row.low_qualified for row, _, _ in kept], dtype=bool),
            oeth=np.array([row.oeth for row, _, _ in kept], dtype=bool),
            contribution_paid=np.array(
                [-1 if row.contribution_paid is None else int(row.contribution_paid) for row, _, _ in kept],
                dtype=np.int64,
            ),
            odd=tuple(row for row, fit in zip(ordered, fits, strict=True) if not fit),
        )

    def __len__(self) -> int:
        return len(self.accounts) + len(self.odd)

    def beside(self, others: YearColumns) -> YearColumns:
        """These facts and others of the same year, in order."""
        if not len(others):
            return self
        names = [name for name in YearColumns.__dataclass_fields__ if name not in ("year", "odd")]
        columns = {name: np.concatenate([getattr(self, name), getattr(others, name)]) for name in names}
        order = np.lexsort((columns["regime"], columns["accounts"]))
        sorted_columns = {name: column[order] for name, column in columns.items()}
        odd = sorted((*self.odd, *others.odd), key=lambda row: (row.account_id, row.regime))
        return YearColumns(year=self.year, **sorted_columns, odd=tuple(odd))

    @property
    def span(self) -> tuple[UUID, UUID]:
        """The first and the last account."""
        ends = [row.account_id for row in self.odd]
        if len(self.accounts):
            ends += [kit.uuid_of(self.accounts[0]), kit.uuid_of(self.accounts[-1])]
        return min(ends), max(ends)

    def rows(self, places: Sequence[int] | Column) -> list[YearRow]:
        """Some of the rows one by one."""
        return [
            YearRow(
                account_id=kit.uuid_of(self.accounts[place]),
                year=self.year,
                regime=REGIMES[self.regime[place]],
                unit=UNITS[self.unit[place]],
                worked=written(int(self.worked[place])),
                reference=written(int(self.reference[place])) if self.reference[place] else None,
                low_qualified=bool(self.low_qualified[place]),
                oeth=bool(self.oeth[place]),
                contribution_paid=None if self.contribution_paid[place] < 0 else bool(self.contribution_paid[place]),
            )
            for place in places
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a slice moved, or would move: one place in every column for each version written.

    `moved_cents` is signed; `earned_cents` less what the year gave is what the ceiling cut; `corrects` where a version
    of the year was there before; `persons` are whose accounts they are.
    """

    accounts: Column
    persons: Column
    regime: Column
    cause: Column
    corrects: Column
    earned_cents: Column
    moved_cents: Column
    shortfall_cents: Column
    unchanged: int
    refused: tuple[RefusedRow, ...]

    @classmethod
    def unmoved(cls, years: int) -> Outcome:
        """Nothing written: `years` were looked at, and stay as they are."""
        none = np.zeros(0, dtype=np.int64)
        return cls(
            accounts=kit.uuids([]),
            persons=kit.uuids([]),
            regime=none,
            cause=none,
            corrects=none.astype(bool),
            earned_cents=none,
            moved_cents=none,
            shortfall_cents=none,
            unchanged=years,
            refused=(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Some accounts whose credited year was put to the law as it is now: `last` of them (None: there was none).

    `facts` are those to which the law answers something else, None when there are none; for `unchanged` regimes of
    these years it answers the same.
    """

    last: UUID | None
    accounts: int = 0
    facts: YearColumns | None = None
    unchanged: int = 0


def together(*outcomes: Outcome) -> Outcome:
    """Several outcomes of one slice as one."""
    columns = ("accounts", "persons", "regime", "cause", "corrects", "earned_cents", "moved_cents", "shortfall_cents")
    return Outcome(
        **{name: np.concatenate([getattr(each, name) for each in outcomes]) for name in columns},
        unchanged=sum(each.unchanged for each in outcomes),
        refused=tuple(row for each in outcomes for row in each.refused),
    )


def written(number: int) -> str:
    """Whole parts as a number is written: 8 035 000 is ``803.5``."""
    whole, part = divmod(number, PARTS)
    return f"{whole}.{part:04d}".rstrip("0").rstrip(".") if part else str(whole)


def _parts(text: str | None) -> int:
    """A written number in whole parts; -1 when it is none, 0 when there is none."""
    if text is None:
        return 0
    whole, _, part = text.strip().replace(",", ".").partition(".")
    good = whole.isascii() and whole.isdigit() and len(whole) <= 12 and len(part) <= 4 and "." not in part
    if not good or (part and not (part.isascii() and part.isdigit())) or text.strip().endswith((".", ",")):
        return -1
    return int(whole) * PARTS + int(part.ljust(4, "0") or "0")


_REGIME = {regime: place for place, regime in enumerate(REGIMES)}
_UNIT = {unit: place for place, unit in enumerate(UNITS)}
