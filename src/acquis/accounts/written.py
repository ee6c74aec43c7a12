"""What a yearly run wrote in a range of accounts, in columns, beside what the ledger moved for it: for reconciling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db import connection

from acquis.kit import columns as kit
from acquis.kit.columns import Column
from acquis.ledger import queries as ledger

from . import kept
from .models import Account, book_reference, transfer_reference
from .standing import standing
from .traits import Moments
from .types import CAUSES, REGIMES, Cause, PurseKind
from .year_queries import earned_again

_BOUNDS = """
    SELECT histogram_bounds::text::uuid[] FROM pg_stats
     WHERE schemaname = current_schema() AND tablename = 'accounts_account' AND attname = 'id'
       AND histogram_bounds IS NOT NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Versions that a run wrote, in the order of accounts, each seen three times; amounts are signed cents.

    `facts_cents`: what its facts give under the law of today; `ledger_cents`: what its movement moved; `left_cents`:
    what is left of the run in the balance, told of the account's first version, less what its other versions moved.
    `corrects` where another version of the year came before; codes are places in `REGIMES` and `CAUSES`.
    """

    accounts: Column
    persons: Column
    regime: Column
    cause: Column
    corrects: Column
    facts_cents: Column
    ledger_cents: Column
    left_cents: Column


def ranges(limit: int) -> list[tuple[UUID, UUID]]:
    """All accounts cut into ranges of about `limit`, each from its first to its last, in the order of keys."""
    ids = Account.objects.order_by("pk").values_list("pk", flat=True)
    cuts, first = [], ids.first()
    while first is not None:
        rest = ids.filter(pk__gte=first)
        last = rest[limit - 1 : limit].first() or rest.last()
        assert last is not None  # `first` is there
        cuts.append((first, last))
        first = ids.filter(pk__gt=last).first()
    return cuts


def cuts(parts: int) -> list[UUID]:
    """Accounts that cut all into about `parts` equal stretches, in order; fewer, or none, where that is not known.

    They are those of the server's statistics: nothing is read but these.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BOUNDS)
        found = cursor.fetchone()
    bounds = [] if found is None else found[0]
    between = (bounds[len(bounds) * part // parts] for part in range(1, parts)) if bounds else ()
    return list(dict.fromkeys(between))


def written_by_run(run: int, first: UUID, last: UUID) -> Written | None:
    """What the run of this number wrote to the accounts from `first` to `last`; None when it wrote nothing.

    To be asked in a transaction that sees one instant, when others move money.
    """
    found = kept.of_run(first, last, run)
    if not len(found):
        return None
    accounts, traits, moments = found.accounts, found.traits, found.moments
    held, moved = ledger.held_and_moved(first, last)
    stands = standing(first, last, kind=PurseKind.YEARLY, held=held)
    at, known = kit.places(stands.accounts, accounts)
    if not known.all():
        raise ValueError(f"account {kit.uuid_of(accounts[~known][0])} has years and no yearly purse")
    again = earned_again(found)
    # What was undone earned nothing, whatever its facts say.
    facts = found.moved + np.where(traits.cause == CAUSES.index(Cause.UNDONE), 0, again - found.earned)

    of, ours = kit.places(stands.accounts, moved.owners)
    ours &= kit.same(stands.purses[of], moved.accounts)
    total = np.zeros(len(stands.accounts), dtype=np.int64)
    np.add.at(total, of[ours], moved.amounts[ours])
    credited = _movements(run, accounts, traits.regime, moments, moved, ours)
    # The balance is the account's: it is told of its first version, after what the others moved.
    opens = kit.opens(accounts)
    left = stands.posted[at] - total[at] + credited
    return Written(
        accounts=accounts,
        persons=stands.persons[at],
        regime=traits.regime,
        cause=traits.cause,
        corrects=moments.version > 1,
        facts_cents=facts,
        ledger_cents=credited,
        left_cents=np.where(opens, left, credited),
    )


def _movements(run: int, accounts: Column, regime: Column, of: Moments, moved: ledger.Moved, ours: Column) -> Column:
    """The signed cents of each version's movement, in a book of the run or by itself; 0 when there is none."""
    found, missing = np.zeros(len(accounts), dtype=np.int64), np.ones(len(accounts), dtype=bool)
    books = ledger.books_under(f"book:run {run} ")
    key = ((of.year * 8 + regime) * 2 + (of.version > 1)) * (1 << 32) + of.day
    for each in np.unique(key) if books else ():
        rows = np.flatnonzero(key == each)
        first = rows[0]
        on = date.fromordinal(int(of.day[first]) + kit.EPOCH)
        name, corrects = REGIMES[regime[first]].value, bool(of.version[first] > 1)
        book = books.get(book_reference(run, int(of.year[first]), name, on, corrects=corrects))
        credits = np.flatnonzero((moved.book == book) & ours)
        at, there = kit.places(moved.owners[credits], accounts[rows])
        found[rows[there]], missing[rows[there]] = moved.amounts[credits[at[there]]], False
    alone = np.flatnonzero(missing)
    if len(alone) and (moved.book == 0).any():
        transfers = np.flatnonzero((moved.book == 0) & ours)
        transfers = transfers[np.argsort(moved.ids[transfers], kind="stable")]
        references = _references(accounts[alone], regime[alone], of.year[alone], of.version[alone])
        at, there = kit.places(moved.ids[transfers], ledger.transfer_ids(references))
        if len(transfers):
            there &= kit.same(moved.owners[transfers[at]], accounts[alone])
            found[alone[there]] = moved.amounts[transfers[at[there]]]
    return found


def _references(accounts: Column, regime: Column, year: Column, version: Column) -> list[str]:
    names = [of.value for of in REGIMES]
    of_each = zip(kit.uuid_texts(accounts), year.tolist(), regime.tolist(), version.tolist(), strict=True)
    return [transfer_reference(account, of_year, names[of], number) for account, of_year, of, number in of_each]
