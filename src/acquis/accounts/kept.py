"""The versions kept of years in euros: the one room through which everybody who asks about them passes.

Of some accounts they are told one by one, as `YearlyCredit`; of all accounts between two, in columns. Who asks says
which accounts are meant, so that none but theirs are read. What a run gave to many stands in slabs, all else in rows:
nobody outside this room can tell which (`slabs.py`, docs/decisions/2026-11-28-kept-years-in-slabs.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, DAY, INTEGER, SMALLINT, UUIDS, Column

from . import slabs
from .models import YearlyCredit
from .traits import MOMENT, MOMENT_TYPE, TRAITS, TRAITS_TYPE, Moments, Traits
from .year_types import CAUSES, REGIMES, UNITS

# `accounts_yearlycredit` is keyed by account: a range of it is a range of the key.
_BETWEEN = f"""
    SELECT account_id, {TRAITS}, {MOMENT}, worked, coalesce(reference, 0), balance_before_cents, earned_cents,
           ceiling_cents, moved_cents, coalesce(run, -1)
      FROM accounts_yearlycredit WHERE account_id BETWEEN %s AND %s AND {{of}}
     ORDER BY account_id, year, regime, version
"""  # noqa: S608
_OF_YEAR, _OF_RUN = _BETWEEN.format(of="year = %s"), _BETWEEN.format(of="run = %s")
_TYPES = [UUIDS, TRAITS_TYPE, MOMENT_TYPE, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT, INTEGER]
_HAVE_THE_YEAR = """
    SELECT DISTINCT account_id FROM accounts_yearlycredit
     WHERE account_id BETWEEN %s AND %s AND year = %s ORDER BY account_id
"""
_HAVE_OF_RUN = """
    SELECT DISTINCT account_id FROM accounts_yearlycredit
     WHERE account_id BETWEEN %s AND %s AND run = %s ORDER BY account_id
"""
_YEARS = "SELECT DISTINCT year FROM accounts_yearlycredit WHERE account_id BETWEEN %s AND %s AND run = %s ORDER BY year"
_RECEIVED = """
    SELECT account_id, moved_cents, credited_on - DATE '2000-01-01' FROM accounts_yearlycredit
     WHERE account_id BETWEEN %s AND %s AND moved_cents > 0 AND credited_on >= DATE '2000-01-01' + %s
       AND run IS DISTINCT FROM %s
     ORDER BY account_id
"""


def of_accounts(
    accounts: Collection[UUID], *, years: Iterable[int] | None = None, run: int | None = None
) -> list[YearlyCredit]:
    """Every version of these accounts, account by account and year by year, each after those it follows.

    Of some years or of all; of what one run wrote, or of everything.
    """
    if not accounts:
        return []
    wanted = None if years is None else set(years)
    found = YearlyCredit.objects.filter(account_id__in=accounts)
    if wanted is not None:
        found = found.filter(year__in=wanted)
    if run is not None:
        found = found.filter(run=run)
    rows = list(found.order_by("account_id", "year", "version", "regime"))
    in_slabs = [each for each in _rows(slabs.of_accounts(accounts, run=run)) if wanted is None or each.year in wanted]
    if not in_slabs:
        return rows
    return sorted([*in_slabs, *rows], key=lambda each: (each.account_id, each.year, each.version, each.regime))


def _rows(found: slabs.Elements) -> Iterator[YearlyCredit]:
    """What slabs have, version by version: the first of each, as rows would tell it."""
    traits = Traits.of(found.numbers["traits"])
    numbers = zip(*(found.numbers[name].tolist() for name in slabs.NUMBERS[1:]), strict=True)
    for at, (worked, reference, before, earned, ceiling, granted) in enumerate(numbers):
        paid = traits.contribution_paid[at]
        yield YearlyCredit(
            account_id=kit.uuid_of(found.accounts[at]),
            year=int(found.year[at]),
            regime=REGIMES[traits.regime[at]].value,
            version=1,
            cause=CAUSES[traits.cause[at]].value,
            unit=UNITS[traits.unit[at]].value,
            worked=worked,
            reference=reference or None,
            low_qualified=bool(traits.low_qualified[at]),
            oeth=bool(traits.oeth[at]),
            contribution_paid=None if paid < 0 else bool(paid),
            balance_before_cents=before,
            earned_cents=earned,
            ceiling_cents=ceiling,
            granted_cents=granted,
            moved_cents=granted,
            shortfall_cents=0,
            credited_on=date.fromordinal(int(found.day[at]) + kit.EPOCH),
            run=int(found.run[at]),
        )


def last_year() -> int | None:
    """The latest year of which anything is kept."""
    rows = YearlyCredit.objects.order_by("-year").values_list("year", flat=True).first()
    return max((year for year in (rows, slabs.last_year()) if year is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptColumns:
    """One place for each version, by account, year, regime and version; amounts in cents, `run` -1 for no run's.

    `reference` is 0 where the law's own is meant.
    """

    accounts: Column
    traits: Traits
    moments: Moments
    worked: Column
    reference: Column
    before: Column
    earned: Column
    ceiling: Column
    moved: Column
    run: Column

    def __len__(self) -> int:
        return len(self.accounts)

    def at(self, places: Column) -> KeptColumns:
        """Some of them, or all in another order."""
        columns = {name: getattr(self, name)[places] for name in _PLAIN}
        return KeptColumns(traits=self.traits.at(places), moments=self.moments.at(places), **columns)

    @property
    def last(self) -> Column:
        """Where the last version of an account's regime of a year stands."""
        if not len(self):
            return np.empty(0, dtype=np.int64)
        goes_on = kit.same(self.accounts[1:], self.accounts[:-1])
        for each in (self.moments.year, self.traits.regime):
            goes_on &= each[1:] == each[:-1]
        return np.flatnonzero(np.append(~goes_on, [True]))


_PLAIN = tuple(name for name in KeptColumns.__dataclass_fields__ if name not in ("traits", "moments"))
#: Where each regime stands in the order of their names, which is that of the rows' key.
_PLACE_BY_NAME = np.array([sorted(REGIMES).index(regime) for regime in REGIMES])


def of_year(first: UUID, last: UUID, year: int) -> KeptColumns:
    """Every version of a year of the accounts from `first` to `last`, both included."""
    return _together(slabs.between(first, last, year=year), kit.read(_OF_YEAR, [first, last, year], _TYPES))


def of_run(first: UUID, last: UUID, run: int) -> KeptColumns:
    """Every version that a run wrote to the accounts from `first` to `last`, both included."""
    return _together(slabs.between(first, last, run=run), kit.read(_OF_RUN, [first, last, run], _TYPES))


def _together(found: slabs.Elements, rows: list[Column]) -> KeptColumns:
    """What slabs have and what rows have, in one order."""
    of = found.numbers
    moments = (found.year << 48) | (1 << 32) | (found.day & 0xFFFF_FFFF)
    amounts = [of[name] for name in ("worked", "reference", "before", "earned", "ceiling", "granted")]
    columns = [found.accounts, of["traits"], moments, *amounts, found.run]
    if len(rows[0]):
        columns = [np.concatenate(both) for both in zip(columns, rows, strict=True)] if len(found) else rows
    accounts, told, when, worked, reference, before, earned, ceiling, moved, run = columns
    traits, times = Traits.of(told), Moments.of(when)
    together = KeptColumns(
        accounts=accounts,
        traits=traits,
        moments=times,
        worked=worked,
        reference=reference,
        before=before,
        earned=earned,
        ceiling=ceiling,
        moved=moved,
        run=run.astype(np.int64),
    )
    # Either alone is in order, unless the slabs are of several runs.
    if not len(found) or (not len(rows[0]) and found.run[0] == found.run[-1]):
        return together
    return together.at(kit.in_order(accounts, times.year, _PLACE_BY_NAME[traits.regime], times.version))


def having_year(first: UUID, last: UUID, year: int) -> Column:
    """The accounts from `first` to `last` of which anything is kept for a year, in their order."""
    return _either(
        slabs.between(first, last, year=year, names=()).accounts,
        kit.read(_HAVE_THE_YEAR, [first, last, year], [UUIDS])[0],
    )


def having_of_run(first: UUID, last: UUID, run: int) -> Column:
    """The accounts from `first` to `last` to which a run wrote a year in euros, in their order."""
    return _either(
        slabs.between(first, last, run=run, names=()).accounts,
        kit.read(_HAVE_OF_RUN, [first, last, run], [UUIDS])[0],
    )


def _either(ours: Column, theirs: Column) -> Column:
    """The accounts of both, in their order, each once."""
    both = np.concatenate([ours, theirs])
    both = both[kit.in_order(both)]
    return both[kit.opens(both)]


def years_of_run(first: UUID, last: UUID, run: int) -> list[int]:
    """The years of which a run wrote something to these accounts."""
    (years,) = kit.read(_YEARS, [first, last, run], [SMALLINT])
    found = slabs.between(first, last, run=run, names=()).year
    return sorted({int(year) for year in (*np.unique(found), *years)})


def received(first: UUID, last: UUID, *, from_day: int, but: int) -> tuple[Column, Column, Column]:
    """Each account, cents and day of what was credited from a day on, counted as the server does, but by run `but`."""
    accounts, moved, day = kit.read(_RECEIVED, [first, last, from_day, but], [UUIDS, BIGINT, DAY])
    found = slabs.between(first, last, names=("granted",))
    cents = found.numbers["granted"]
    at = np.flatnonzero((cents > 0) & (found.day >= from_day) & (found.run != but))
    return (
        np.concatenate([accounts, found.accounts[at]]),
        np.concatenate([moved, cents[at]]),
        np.concatenate([day, found.day[at]]),
    )
