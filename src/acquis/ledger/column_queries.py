"""What a range of owners holds and moved, in columns: for a yearly run, and for who reconciles it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db import connection

from acquis.kit import columns as kit
from acquis.kit.columns import BIGINT, INTEGER, UUIDS, Column

from . import models
from .references import transfer_id

# Each table is read alone, in the order of its key: joined by the server, whole tables would be read for a slice. What
# waits is sought slice by slice (OFFSET keeps the server from joining in another order), and what was folded early,
# which always waits too, is taken off again. One statement, hence one instant: a credit is on one side or the other.
# Nothing is reserved in what waits: -1 tells it from the rows.
_BALANCES = """
    (SELECT owner, id, posted_cents, reserved_cents FROM ledger_guardedaccount
      WHERE owner BETWEEN %(first)s AND %(last)s ORDER BY owner)
    UNION ALL
    SELECT c.owner, c.account, c.amount_cents, -1 FROM ledger_waiting w CROSS JOIN LATERAL (
           SELECT owner, account, amount_cents FROM ledger_credit
            WHERE book = w.book AND owner BETWEEN greatest(w.first_owner, %(first)s) AND least(w.last_owner, %(last)s)
           OFFSET 0) c
     WHERE w.first_owner <= %(last)s AND w.last_owner >= %(first)s
    UNION ALL
    SELECT e.owner, c.account, -c.amount_cents, -1 FROM ledger_early e CROSS JOIN LATERAL (
           SELECT account, amount_cents FROM ledger_credit WHERE book = e.book AND owner = e.owner OFFSET 0) c
     WHERE e.owner BETWEEN %(first)s AND %(last)s
"""
_ROWS = """
    SELECT owner, id, posted_cents, reserved_cents FROM ledger_guardedaccount
     WHERE owner BETWEEN %s AND %s ORDER BY owner
"""
_WAITING = "SELECT book, first_owner, last_owner FROM ledger_waiting WHERE first_owner <= %s AND last_owner >= %s"
_EARLY = "SELECT book, owner FROM ledger_early WHERE owner BETWEEN %s AND %s ORDER BY owner"
_CREDITS = """
    SELECT owner, account, amount_cents, book FROM ledger_credit
     WHERE book = ANY (%s) AND owner BETWEEN %s AND %s ORDER BY book, owner
"""
_POSTED = """
    SELECT owner, id, debit, credit, amount_cents FROM ledger_transfer
     WHERE owner BETWEEN %s AND %s AND kind IN ('posted', 'post_reserved') ORDER BY owner
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What guarded accounts hold, in hundredths; one may stand in several places, which are to be added.

    `opened` is true in one of them, its own row.
    """

    owners: Column
    ids: Column
    posted: Column
    reserved: Column
    opened: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One row a side that moved: whose, which account, the transfer's id (zeros for a book's), signed amount, book.

    `book` is 0 for a transfer that stands by itself.
    """

    owners: Column
    accounts: Column
    ids: Column
    amounts: Column
    book: Column


def balances_between(first: UUID, last: UUID) -> Held:
    """What the guarded accounts of the owners from `first` to `last`, both included, hold now."""
    span = {"first": first, "last": last}
    owners, ids, posted, reserved = kit.read(_BALANCES, span, [UUIDS, UUIDS, BIGINT, BIGINT])
    return Held(owners=owners, ids=ids, posted=posted, reserved=np.maximum(0, reserved), opened=reserved >= 0)


def moved_between(first: UUID, last: UUID) -> Moved:
    """Everything posted on the accounts of these owners since the beginning, those of the house apart or not."""
    books = list(models.Book.objects.order_by("id").values_list("id", flat=True))
    owners, accounts, cents, book = kit.read(_CREDITS, [books, first, last], [UUIDS, UUIDS, BIGINT, INTEGER])
    alone, ids, debit, credit, amounts = kit.read(_POSTED, [first, last], [UUIDS, UUIDS, UUIDS, UUIDS, BIGINT])
    nothing = np.zeros(len(alone), dtype=np.int64)
    return Moved(
        owners=np.concatenate([owners, alone, alone]),
        accounts=np.concatenate([accounts, credit, debit]),
        ids=np.concatenate([np.zeros(len(owners), dtype=UUIDS), ids, ids]),
        amounts=np.concatenate([cents, amounts, -amounts]),
        book=np.concatenate([book.astype(np.int64), nothing, nothing]),
    )


def held_and_moved(first: UUID, last: UUID) -> tuple[Held, Moved]:
    """What `balances_between` and `moved_between` answer, every credit read once.

    To be asked in a transaction that sees one instant: a credit folded meanwhile would be on both sides, or on none.
    """
    moved = moved_between(first, last)
    owners, ids, posted, reserved = kit.read(_ROWS, [first, last], [UUIDS, UUIDS, BIGINT, BIGINT])
    waits = np.flatnonzero(_waiting(moved, first, last))
    held = Held(
        owners=np.concatenate([owners, moved.owners[waits]]),
        ids=np.concatenate([ids, moved.accounts[waits]]),
        posted=np.concatenate([posted, moved.amounts[waits]]),
        reserved=np.concatenate([reserved, np.zeros(len(waits), dtype=np.int64)]),
        opened=np.arange(len(owners) + len(waits)) < len(owners),
    )
    return held, moved


def _waiting(moved: Moved, first: UUID, last: UUID) -> Column:
    """Which movements are credits of a book that are not in the balance rows yet."""
    slices = kit.read(_WAITING, [last, first], [INTEGER, UUIDS, UUIDS])
    early_books, early_owners = kit.read(_EARLY, [first, last], [INTEGER, UUIDS])
    waits = np.zeros(len(moved.owners), dtype=bool)
    for book in np.unique(slices[0]):
        # Of one book, credits stand in the order of their owners.
        of = np.flatnonzero(moved.book == book)
        owners = moved.owners[of]
        for begins, ends in zip(*(column[slices[0] == book] for column in slices[1:]), strict=True):
            waits[of[np.searchsorted(owners, begins) : np.searchsorted(owners, ends, side="right")]] = True
        waits[of] &= ~kit.places(early_owners[early_books == book], owners)[1]
    return waits


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseMovement:
    """A posted transfer of accounts of the house: its ids, amount above 0, reason, the day it took effect."""

    debit: UUID
    credit: UUID
    amount_cents: int
    code: str
    effective_on: date
    reference: str


def house_movements(accounts: Sequence[UUID], *, first: date, last: date) -> list[HouseMovement]:
    """What moved these accounts of the house with effect from `first` to `last`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT debit, credit, amount_cents, code, effective_on, reference FROM ledger_transfer"
            " WHERE effective_on BETWEEN %(first)s AND %(last)s AND kind IN ('posted', 'post_reserved')"
            " AND (debit = ANY (%(accounts)s::uuid[]) OR credit = ANY (%(accounts)s::uuid[]))",
            {"accounts": list(accounts), "first": first, "last": last},
        )
        return [
            HouseMovement(
                debit=row[0], credit=row[1], amount_cents=row[2], code=row[3], effective_on=row[4], reference=row[5]
            )
            for row in cursor.fetchall()
        ]


def house_movements_under(references: Sequence[str]) -> list[HouseMovement]:
    """The transfers that stand under these references, found by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT debit, credit, amount_cents, code, effective_on, reference FROM ledger_transfer"
            " WHERE id = ANY (%s::uuid[])",
            [[transfer_id(reference) for reference in references]],
        )
        return [
            HouseMovement(
                debit=row[0], credit=row[1], amount_cents=row[2], code=row[3], effective_on=row[4], reference=row[5]
            )
            for row in cursor.fetchall()
        ]


def books_under(beginning: str) -> dict[str, int]:
    """The number of each book whose reference begins so, by its reference."""
    found = models.Book.objects.filter(reference__startswith=beginning)
    return dict(found.values_list("reference", "id"))
