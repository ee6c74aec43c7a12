"""What a yearly run asks of the accounts: what it would give, the facts that are kept, what it wrote."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import UUIDS, Column
from acquis.kit.refusal import Refused
from acquis.rules import Regime

from . import kept
from .columns import ColumnSlice
from .hours import HoursSlice, of_rows, served_by
from .law_columns import NAMES, FactColumns, answers
from .leading import Led, led_away, led_between
from .models import Account, YearlyCredit
from .slice_queries import next_id, stretches
from .statuses import row_of
from .types import CAUSES, Cause, Outcome, Reviewed, YearColumns, YearRow
from .undoing import UndoSlice
from .year_history import History
from .yearly import answer, kept_facts

_HOURS_OF_RUN = """
    SELECT DISTINCT account_id FROM accounts_yearlyhours
     WHERE account_id BETWEEN %s AND %s AND run = %s ORDER BY account_id
"""


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
    for first, last in stretches(after, upto, limit):
        (hours,) = kit.read(_HOURS_OF_RUN, [next_id(first), last, run], [UUIDS])
        euros = kept.having_of_run(next_id(first), last, run)
        found.append(np.union1d(euros, hours) if len(hours) else euros)
        if sum(map(len, found)) >= limit:
            break
    return np.concatenate(found)[:limit] if found else kit.uuids([])


def given_by_run(run: int, *, first: UUID, last: UUID) -> list[tuple[UUID, int]]:
    """(account, cents) of what a run moved for each account between two, both included; signed, and never 0."""
    found = kept.of_run(first, last, run)
    if not len(found):
        return []
    opens = np.flatnonzero(kit.opens(found.accounts))
    given = np.add.reduceat(found.moved, opens)
    moved = np.flatnonzero(given)
    return list(zip(kit.uuid_list(found.accounts[opens[moved]]), given[moved].tolist(), strict=True))


def facts_that_differ(year: int, *, after: UUID | None, upto: UUID | None = None, limit: int) -> Reviewed:
    """Among about the next `limit` accounts, the facts of a year to which the law now answers something else.

    After one account, and up to another, both of which may be left open.
    """
    for first, until in stretches(after, upto, limit):
        found, led = kept.of_year(next_id(first), until, year), led_between(first, until)
        if len(found) or led.heads:
            return _differing(year, found, led, first, until)
    return Reviewed(last=None)


def _differing(year: int, found: kept.KeptColumns, led: Led, after: UUID, until: UUID) -> Reviewed:
    # The latest version of each regime; a year undone has no facts that stand.
    last = found.last
    accounts, void = found.accounts[last], found.traits.cause[last] == CAUSES.index(Cause.UNDONE)
    facts = FactColumns.of(found.traits, found.worked, found.reference).at(last)
    again = answers(year, facts, found.before[last])
    # What the law refuses today (-1) differs, and is told by the run row by row.
    differs = ~void & ((again.earned != found.earned[last]) | (again.ceiling != found.ceiling[last]))
    # Accounts that are one have the facts that stand of them all, under the one that goes on.
    apart = kit.uuids(sorted(led.heads | led_away(after, until)))
    alone = ~kit.places(apart, accounts)[1]
    unchanged = int((alone & ~void & ~differs).sum())
    differs &= alone
    joined, unchanged_joined = _together(year, led.heads)
    told = facts.at(differs)
    columns = YearColumns(year=year, accounts=accounts[differs], **{name: getattr(told, name) for name in NAMES})
    told_together = columns.beside(joined)
    return Reviewed(
        last=until,
        accounts=kit.distinct(accounts),
        facts=told_together if len(told_together) else None,
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


def earned_again(of: kept.KeptColumns) -> Column:
    """What the law gives for kept facts, asked anew: `earned_cents`, -1 where it refuses."""
    facts = FactColumns.of(of.traits, of.worked, of.reference)
    years = np.unique(of.moments.year)
    if len(years) == 1:
        return answers(int(years[0]), facts, of.before).earned
    earned = np.full(len(of), -1, dtype=np.int64)
    for each in years:
        at = np.flatnonzero(of.moments.year == each)
        earned[at] = answers(int(each), facts.at(at), of.before[at]).earned
    return earned
