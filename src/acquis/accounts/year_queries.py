"""What a yearly run asks of the accounts: what it would give, the facts that are kept, what it wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import Sum

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, FLAG, SMALLINT, UUIDS, Column
from acquis.kit.refusal import Refused
from acquis.rules import Refusal, Regime, YearOfWork, in_columns, yearly_credit

from .columns import ColumnSlice
from .hours import HoursSlice, of_rows
from .leading import FIRST, LAST, led_away, led_between
from .models import Account, YearlyCredit, YearlyHours
from .statuses import row_of
from .types import REGIMES, UNITS, Cause, Outcome, Reviewed, YearColumns, YearRow
from .year_history import History
from .yearly import PARTS, answer, kept_facts, law_of
from .years import Slice

# The latest version of each regime of the year; a year undone has no facts that stand.
_KEPT = """
    SELECT account_id, array_position(ARRAY['{regimes}'], regime)::int2, array_position(ARRAY['{units}'], unit)::int2,
           worked, coalesce(reference, 0), low_qualified, oeth,
           CASE contribution_paid WHEN true THEN 1 WHEN false THEN 0 ELSE -1 END::int2,
           balance_before_cents, earned_cents, ceiling_cents, cause = 'undone'
      FROM (SELECT DISTINCT ON (account_id, regime) * FROM accounts_yearlycredit
             WHERE year = %s AND account_id IN (SELECT DISTINCT account_id FROM accounts_yearlycredit
                    WHERE account_id > %s AND account_id <= %s AND year = %s ORDER BY account_id LIMIT %s)
             ORDER BY account_id, regime, version DESC) y
     ORDER BY account_id, regime
""".format(regimes="', '".join(REGIMES), units="', '".join(UNITS))  # noqa: S608
_KEPT_TYPES = [UUIDS, SMALLINT, SMALLINT, BIGINT, BIGINT, FLAG, FLAG, SMALLINT, BIGINT, BIGINT, BIGINT, FLAG]


def count_accounts() -> int:
    """How many accounts there are."""
    return Account.objects.count()


def foresee_columns(facts: YearColumns, *, run: int, again: bool = False, at: datetime) -> Outcome:
    """What `credit_columns` would do now with these facts; nothing is locked nor written."""
    return ColumnSlice(facts, run=run, again=again, lock=False, at=at).outcome()


def foresee_undoing(account_ids: Sequence[UUID], *, undoes: int, run: int, at: datetime) -> Outcome:
    """What `undo_years` would do now for these accounts."""
    accounts = Account.objects.filter(pk__in=account_ids).order_by("pk")
    return Slice.undoing(accounts, undoes, run=run, at=at).outcome()


def foresee_service(rows: Sequence[YearRow], *, run: int, at: datetime) -> Outcome:
    """What `credit_service` would do now with these rows; nothing is locked nor written."""
    accounts = Account.objects.filter(pk__in={row.account_id for row in rows})
    return of_rows(accounts, rows, run=run, at=at).outcome()


def foresee_undoing_service(account_ids: Sequence[UUID], *, undoes: int, run: int, at: datetime) -> Outcome:
    """What `undo_service` would do now for these accounts."""
    accounts = Account.objects.filter(pk__in=account_ids).order_by("pk")
    return HoursSlice.undoing(accounts, undoes, run=run, at=at).outcome()


def accounts_of_run(run: int, *, after: UUID | None, upto: UUID | None = None, limit: int) -> list[UUID]:
    """The next `limit` accounts up to one, in their order, to which a run wrote something, in euros or in hours."""
    ids: set[UUID] = set()
    for model in (YearlyCredit, YearlyHours):
        rows = model.objects.filter(run=run, account_id__gt=after or FIRST, account_id__lte=upto or LAST)
        ids |= set(rows.order_by("account_id").values_list("account_id", flat=True).distinct()[:limit])
    return sorted(ids)[:limit]


def given_by_run(run: int, *, first: UUID, last: UUID) -> list[tuple[UUID, int]]:
    """(account, cents) of what a run moved for each account between two, both included; signed, and never 0."""
    rows = YearlyCredit.objects.filter(run=run, account_id__gte=first, account_id__lte=last).values_list("account_id")
    return list(rows.annotate(cents=Sum("moved_cents")).exclude(cents=0).order_by("account_id"))


def facts_that_differ(year: int, *, after: UUID | None, upto: UUID | None = None, limit: int) -> Reviewed:
    """The facts to which the law now answers something else, of the next `limit` accounts up to one with a credit."""
    accounts, regime, unit, worked, reference, low, oeth, paid, before, earned, ceiling, void = kit.read(
        _KEPT, [year, after or FIRST, upto or LAST, year, limit], _KEPT_TYPES
    )
    ids = kit.uuid_list(np.unique(accounts))
    until = ids[-1] if len(ids) == limit else upto
    led = led_between(after, until)
    if not ids and not led.heads:
        return Reviewed(last=None)
    regime, unit, paid = (column.astype(np.int64) for column in (regime - 1, unit - 1, paid))
    again = _answers(year, regime, unit, worked, reference, low, oeth, paid, before)
    # What the law refuses today (-1) differs, and is told by the run row by row.
    differs = ~void & ((again[0] != earned) | (again[1] != ceiling))
    # Accounts that are one have the facts that stand of them all, under the one that goes on.
    apart = kit.uuids(sorted(led.heads | led_away(after, until)))
    alone = ~kit.places(apart, accounts)[1]
    unchanged = int((alone & ~void & ~differs).sum())
    differs &= alone
    joined, unchanged_joined = _together(year, led.heads)
    last, seen = max([*ids[-1:], *led.heads]), len(ids)
    facts = YearColumns(
        year=year,
        accounts=accounts[differs],
        regime=regime[differs],
        unit=unit[differs],
        worked=worked[differs],
        reference=reference[differs],
        low_qualified=low[differs],
        oeth=oeth[differs],
        contribution_paid=paid[differs],
    ).beside(joined)
    return Reviewed(
        last=last, accounts=seen, facts=facts if len(facts) else None, unchanged=unchanged + unchanged_joined
    )


def _together(year: int, heads: Collection[UUID]) -> tuple[YearColumns, int]:
    """Of accounts to which others lead, the facts that stand where the law has another answer; how many it confirms."""
    rows, unchanged = [], 0
    for (account_id, _), of in History(heads, [year]).years.items() if heads else ():
        for credit in of.latest.values():
            if credit.cause == Cause.UNDONE:
                continue
            if _answers_the_same(credit, of.balance_before_cents):
                unchanged += 1
            else:
                rows.append(row_of(account_id, credit))
    return YearColumns.of(year, rows), unchanged


def _answers_the_same(credit: YearlyCredit, before_cents: int) -> bool:
    try:
        given = answer(credit.year, Regime(credit.regime), kept_facts(credit), before_cents)
    except Refused:
        return False
    return (given.earned_cents, given.ceiling_cents) == (credit.earned_cents, credit.ceiling_cents)


def earned_again(
    *,
    regime: Column,
    unit: Column,
    year: Column,
    worked: Column,
    reference: Column,
    low_qualified: Column,
    oeth: Column,
    contribution_paid: Column,
    balance_before_cents: Column,
) -> Column:
    """What the law gives for kept facts, asked anew: `earned_cents`, -1 where it refuses."""
    earned = np.full(len(year), -1, dtype=np.int64)
    facts = (regime, unit, worked, reference, low_qualified, oeth, contribution_paid, balance_before_cents)
    for each in np.unique(year):
        of = year == each
        earned[of] = _answers(int(each), *(column[of] for column in facts))[0]
    return earned


def _answers(
    year: int,
    regime: Column,
    unit: Column,
    worked: Column,
    reference: Column,
    low_qualified: Column,
    oeth: Column,
    paid: Column,
    before: Column,
) -> tuple[Column, Column]:
    """(earned, ceiling) of facts in columns, -1 where the law refuses."""
    earned = np.full(len(regime), -1, dtype=np.int64)
    ceiling = earned.copy()
    key = regime.astype(np.int64) * 64 + unit * 8 + (reference > 0) * 4 + (paid + 1)
    for each in np.unique(key):
        rows = np.flatnonzero(key == each)
        given = in_columns(
            yearly_credit,
            law_of(year),
            YearOfWork(
                regime=REGIMES[regime[rows[0]]],
                unit=UNITS[unit[rows[0]]],
                worked=worked[rows],
                reference=reference[rows] if reference[rows[0]] else None,
                scale=PARTS,
                low_qualified=low_qualified[rows],
                oeth=oeth[rows],
                contribution_paid=None if paid[rows[0]] < 0 else bool(paid[rows[0]]),
                balance_cents=before[rows],
            ),
            "earned_cents",
            "ceiling_cents",
        )
        if not isinstance(given, Refusal):
            earned[rows], ceiling[rows] = given
    return earned, ceiling
