"""The versions kept of years in euros: the one room through which everybody who asks about them passes.

Of some accounts they are told one by one, as `YearlyCredit`; of all accounts between two, in columns. Who asks says
which accounts are meant, so that none but theirs are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, DAY, INTEGER, SMALLINT, UUIDS, Column

from .models import YearlyCredit
from .traits import MOMENT, MOMENT_TYPE, TRAITS, TRAITS_TYPE, Moments, Traits

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
    found = YearlyCredit.objects.filter(account_id__in=accounts)
    if years is not None:
        found = found.filter(year__in=set(years))
    if run is not None:
        found = found.filter(run=run)
    return list(found.order_by("account_id", "year", "version", "regime"))


def last_year() -> int | None:
    """The latest year of which anything is kept."""
    return YearlyCredit.objects.order_by("-year").values_list("year", flat=True).first()


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

    @property
    def last(self) -> Column:
        """Where the last version of an account's regime of a year stands."""
        if not len(self):
            return np.empty(0, dtype=np.int64)
        goes_on = kit.same(self.accounts[1:], self.accounts[:-1])
        for each in (self.moments.year, self.traits.regime):
            goes_on &= each[1:] == each[:-1]
        return np.flatnonzero(np.append(~goes_on, [True]))


def of_year(first: UUID, last: UUID, year: int) -> KeptColumns:
    """Every version of a year of the accounts from `first` to `last`, both included."""
    return _columns(kit.read(_OF_YEAR, [first, last, year], _TYPES))


def of_run(first: UUID, last: UUID, run: int) -> KeptColumns:
    """Every version that a run wrote to the accounts from `first` to `last`, both included."""
    return _columns(kit.read(_OF_RUN, [first, last, run], _TYPES))


def _columns(read: list[Any]) -> KeptColumns:
    accounts, traits, moments, worked, reference, before, earned, ceiling, moved, run = read
    return KeptColumns(
        accounts=accounts,
        traits=Traits.of(traits),
        moments=Moments.of(moments),
        worked=worked,
        reference=reference,
        before=before,
        earned=earned,
        ceiling=ceiling,
        moved=moved,
        run=run.astype(np.int64),
    )


def having_year(first: UUID, last: UUID, year: int) -> Column:
    """The accounts from `first` to `last` of which anything is kept for a year, in their order."""
    (accounts,) = kit.read(_HAVE_THE_YEAR, [first, last, year], [UUIDS])
    return accounts


def having_of_run(first: UUID, last: UUID, run: int) -> Column:
    """The accounts from `first` to `last` to which a run wrote a year in euros, in their order."""
    (accounts,) = kit.read(_HAVE_OF_RUN, [first, last, run], [UUIDS])
    return accounts


def years_of_run(first: UUID, last: UUID, run: int) -> list[int]:
    """The years of which a run wrote something to these accounts."""
    (years,) = kit.read(_YEARS, [first, last, run], [SMALLINT])
    return [int(year) for year in years]


def received(first: UUID, last: UUID, *, from_day: int, but: int) -> tuple[Column, Column, Column]:
    """Each account, cents and day of what was credited from a day on, counted as the server does, but by run `but`."""
    accounts, moved, day = kit.read(_RECEIVED, [first, last, from_day, but], [UUIDS, BIGINT, DAY])
    return accounts, moved, day
