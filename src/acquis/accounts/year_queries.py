"""What a yearly run asks of the accounts: what it would give, the facts that are kept, what it wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import connection
from django.db.models import Sum

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, UUIDS, Column
from acquis.kit.refusal import Refused
from acquis.rules import Regime

from .columns import ColumnSlice
from .hours import HoursSlice, of_rows, served_by
from .law_columns import NAMES, FactColumns, answers
from .leading import FIRST, LAST, Led, led_away, led_between
from .models import Account, YearlyCredit
from .statuses import row_of
from .traits import TRAITS, TRAITS_TYPE, Traits
from .types import CAUSES, Cause, Outcome, Reviewed, YearColumns, YearRow
from .undoing import UndoSlice
from .year_history import History
from .yearly import answer, kept_facts

# The latest version of each regime of the year; a year undone has no facts that stand.
_KEPT = f"""
    SELECT DISTINCT ON (account_id, regime)
           account_id, {TRAITS}, worked, coalesce(reference, 0), balance_before_cents, earned_cents, ceiling_cents
      FROM accounts_yearlycredit WHERE account_id > %s AND account_id <= %s AND year = %s
     ORDER BY account_id, regime, version DESC
"""  # noqa: S608
_KEPT_TYPES = [UUIDS, TRAITS_TYPE, BIGINT, BIGINT, BIGINT, BIGINT, BIGINT]


_OF_RUN = """
    SELECT account_id FROM accounts_yearlycredit
     WHERE account_id > %(after)s AND account_id <= %(upto)s AND run = %(run)s
     UNION
    SELECT account_id FROM accounts_yearlyhours
     WHERE account_id > %(after)s AND account_id <= %(upto)s AND run = %(run)s
     ORDER BY account_id
"""
# Tables of years are read between two accounts: with a limit alone, the server may choose to sort all that is left.
_STRETCH = "SELECT id FROM accounts_account WHERE id > %s AND id <= %s ORDER BY id OFFSET %s LIMIT 1"


def count_accounts() -> int:
    """How many accounts there are."""
    return Account.objects.count()


def foresee_columns(facts: YearColumns, *, run: int, again: bool = False, at: datetime) -> Outcome:
    """What `credit_columns` would do now with these facts; nothing is locked nor written."""
    return ColumnSlice(facts, run=run, again=again, lock=False, at=at).outcome()


def foresee_undoing(accounts: Column, *, undoes: int, run: int, at: datetime) -> Outcome:
    """What `undo_years` would do now for these accounts."""
    return UndoSlice(accounts, undoes, run=run, lock=False, at=at).outcome()


def foresee_service(rows: Sequence[YearRow], *, run: int, at: datetime) -> Outcome:
    """What `credit_service` would do now with these rows; nothing is locked nor written."""
    accounts = Account.objects.filter(pk__in={row.account_id for row in rows})
    return of_rows(accounts, rows, run=run, at=at).outcome()


def foresee_undoing_service(accounts: Column, *, undoes: int, run: int, at: datetime) -> Outcome:
    """What `undo_service` would do now for these accounts."""
    served = Account.objects.filter(pk__in=served_by(undoes, accounts)).order_by("pk")
    return HoursSlice.undoing(served, undoes, run=run, at=at).outcome()


def accounts_of_run(run: int, *, after: UUID | None, upto: UUID | None = None, limit: int) -> Column:
    """About the next `limit` accounts, in their order, to which a run wrote something, in euros or in hours.

    After one, and up to another, both of which may be left open; none when there are no more.
    """
    found = []
    for first, last in _stretches(after, upto, limit):
        (ids,) = kit.read(_OF_RUN, {"after": first, "upto": last, "run": run}, [UUIDS])
        found.append(ids)
        if sum(map(len, found)) >= limit:
            break
    return np.concatenate(found)[:limit] if found else kit.uuids([])


def _stretches(after: UUID | None, upto: UUID | None, limit: int) -> Iterator[tuple[UUID, UUID]]:
    """All accounts between two, `limit` at a time: after which one, and up to which."""
    first, end = after or FIRST, upto or LAST
    while first < end:
        with connection.cursor() as cursor:
            cursor.execute(_STRETCH, [first, end, limit - 1])
            found = cursor.fetchone()
        last = found[0] if found else end
        yield first, last
        first = last


def given_by_run(run: int, *, first: UUID, last: UUID) -> list[tuple[UUID, int]]:
    """(account, cents) of what a run moved for each account between two, both included; signed, and never 0."""
    rows = YearlyCredit.objects.filter(run=run, account_id__gte=first, account_id__lte=last).values_list("account_id")
    return list(rows.annotate(cents=Sum("moved_cents")).exclude(cents=0).order_by("account_id"))


def facts_that_differ(year: int, *, after: UUID | None, upto: UUID | None = None, limit: int) -> Reviewed:
    """Among about the next `limit` accounts, the facts of a year to which the law now answers something else.

    After one account, and up to another, both of which may be left open.
    """
    for first, until in _stretches(after, upto, limit):
        found, led = kit.read(_KEPT, [first, until, year], _KEPT_TYPES), led_between(first, until)
        if len(found[0]) or led.heads:
            return _differing(year, found, led, first, until)
    return Reviewed(last=None)


def _differing(year: int, found: Sequence[Column], led: Led, after: UUID, until: UUID) -> Reviewed:
    accounts, small, worked, reference, before, earned, ceiling = found
    traits = Traits.of(small)
    facts, void = FactColumns.of(traits, worked, reference), traits.cause == CAUSES.index(Cause.UNDONE)
    again = answers(year, facts, before)
    # What the law refuses today (-1) differs, and is told by the run row by row.
    differs = ~void & ((again.earned != earned) | (again.ceiling != ceiling))
    # Accounts that are one have the facts that stand of them all, under the one that goes on.
    apart = kit.uuids(sorted(led.heads | led_away(after, until)))
    alone = ~kit.places(apart, accounts)[1]
    unchanged = int((alone & ~void & ~differs).sum())
    differs &= alone
    joined, unchanged_joined = _together(year, led.heads)
    kept = facts.at(differs)
    told = YearColumns(year=year, accounts=accounts[differs], **{name: getattr(kept, name) for name in NAMES}).beside(
        joined
    )
    return Reviewed(
        last=until,
        accounts=kit.distinct(accounts),
        facts=told if len(told) else None,
        unchanged=unchanged + unchanged_joined,
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
    traits: Traits, *, year: Column, worked: Column, reference: Column, balance_before_cents: Column
) -> Column:
    """What the law gives for kept facts, asked anew: `earned_cents`, -1 where it refuses."""
    facts = FactColumns.of(traits, worked, reference)
    years = np.unique(year)
    if len(years) == 1:
        return answers(int(years[0]), facts, balance_before_cents).earned
    earned = np.full(len(year), -1, dtype=np.int64)
    for each in years:
        of = np.flatnonzero(year == each)
        earned[of] = answers(int(each), facts.at(of), balance_before_cents[of]).earned
    return earned
