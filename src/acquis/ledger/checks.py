"""What must always be true of the ledger; every sum is recomputed from zero."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from acquis.journal.checks import check

from . import verifying
from .sums import END, ID_OF_REFERENCE, OF_BOOKS, OF_GUARDED_ACCOUNTS, OF_OPEN_ACCOUNTS, WAITING


def _rows(statement: str, **values: int) -> list[tuple[object, ...]]:
    """Whole tables are held against each other: never row by row, whatever the server believes of their size.

    Just after a large run its statistics are old, and a nested loop over 32 000 accounts took a quarter of an hour.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, values)
        found = list(cursor.fetchall())
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
        return found


@check("ledger: every balance is the sum of its transfers")
def balances_are_sums() -> Iterable[str]:
    for account, posted, reserved, posted_sum, reserved_sum in _rows(
        f"""
        SELECT g.id, g.posted, g.reserved_cents, coalesce(s.posted, 0), coalesce(s.reserved, 0)
          FROM (SELECT g.owner, g.id, g.reserved_cents, (g.posted_cents + coalesce(w.cents, 0))::bigint AS posted
                  FROM ledger_guardedaccount g
                  LEFT JOIN (SELECT owner, account, sum(amount_cents) AS cents FROM ({WAITING}) c
                              GROUP BY owner, account) w ON w.owner = g.owner AND w.account = g.id) g
          LEFT JOIN ({OF_GUARDED_ACCOUNTS}) s ON s.owner = g.owner AND s.account = g.id
         WHERE (g.posted, g.reserved_cents) <> (coalesce(s.posted, 0), coalesce(s.reserved, 0))
        """  # noqa: S608
    ):
        yield (
            f"account {account} says {posted} posted and {reserved} reserved,"
            f" its transfers say {posted_sum} and {reserved_sum}"
        )


@check("ledger: every rolled up sum is the sum of its transfers")
def rolled_up_sums_are_sums() -> Iterable[str]:
    for account, *sums in _rows(
        f"""
        SELECT coalesce(h.account, s.account), h.debits_cents, h.credits_cents, s.debits, s.credits
          FROM ledger_housesum h FULL JOIN ({OF_OPEN_ACCOUNTS}) s(account, debits, credits) ON s.account = h.account
         WHERE (h.debits_cents, h.credits_cents) IS DISTINCT FROM (s.debits, s.credits)
        """.replace("%(upto)s", "(SELECT upto_seq FROM ledger_rollup)"),  # noqa: S608
        after=0,
    ):
        yield f"account {account} is rolled up to {sums[0]} debits and {sums[1]} credits, not {sums[2]} and {sums[3]}"


@check("ledger: purses and house together make zero")
def everything_makes_zero() -> Iterable[str]:
    # One statement, hence one instant: payments go on while the check runs.
    ((purses, house),) = _rows(
        f"""
        SELECT (SELECT coalesce(sum(posted_cents), 0)::bigint FROM ledger_guardedaccount)
               + (SELECT coalesce(sum(amount_cents), 0)::bigint FROM ({WAITING}) w),
               (SELECT coalesce(sum(credits - debits), 0)::bigint
                  FROM ({OF_OPEN_ACCOUNTS}) s(account, debits, credits))
               - (SELECT coalesce(sum(debits), 0)::bigint FROM ({OF_BOOKS}) s(account, debits))
        """,  # noqa: S608
        after=0,
        upto=END,
    )
    if purses + house != 0:  # type: ignore[operator]
        yield f"purses hold {purses} and the house's accounts {house}: together not zero"


@check("ledger: what is reserved is the sum of the open reservations")
def reserved_is_open_reservations() -> Iterable[str]:
    for account, reserved, pending in _rows(
        """
        SELECT g.id, g.reserved_cents, coalesce(s.pending, 0)
          FROM ledger_guardedaccount g
          LEFT JOIN (SELECT t.owner, t.debit, sum(t.amount_cents)::bigint AS pending FROM ledger_transfer t
                      WHERE t.kind = 'reserved' AND NOT EXISTS
                            (SELECT FROM ledger_transfer f WHERE f.owner = t.owner AND f.follows = t.id)
                      GROUP BY t.owner, t.debit) s ON s.owner = g.owner AND s.debit = g.id
         WHERE g.reserved_cents <> coalesce(s.pending, 0)
        """
    ):
        yield f"account {account} has {reserved} reserved, its open reservations hold {pending}"


@check("ledger: a transfer is followed once at most, by what may follow it")
def followed_once_at_most() -> Iterable[str]:
    for (transfer,) in _rows(
        "SELECT follows FROM ledger_transfer WHERE follows IS NOT NULL GROUP BY owner, follows HAVING count(*) > 1"
    ):
        yield f"transfer {transfer} is followed more than once"
    for (transfer,) in _rows(
        """
        SELECT f.id FROM ledger_transfer f LEFT JOIN ledger_transfer t ON t.owner = f.owner AND t.id = f.follows
         WHERE (f.kind IN ('post_reserved', 'released') AND f.follows IS NULL)
            OR (f.follows IS NOT NULL AND t.id IS NULL AND NOT EXISTS (
                SELECT FROM ledger_movement c
                 WHERE c.seq = 0 AND c.owner = f.owner AND c.id = f.follows AND f.kind = 'posted'
                   AND (c.amount_cents, c.debit, c.credit) = (f.amount_cents, f.credit, f.debit)))
            OR (f.follows IS NOT NULL AND t.id IS NOT NULL AND (
                 t.amount_cents <> f.amount_cents
                OR (f.kind IN ('post_reserved', 'released')
                    AND (t.kind, t.debit, t.credit) <> ('reserved', f.debit, f.credit))
                OR (f.kind = 'posted'
                    AND (t.kind NOT IN ('posted', 'post_reserved') OR (t.debit, t.credit) <> (f.credit, f.debit)))
                OR f.kind = 'reserved'))
        """
    ):
        yield f"transfer {transfer} follows nothing it may follow"


@check("ledger: every side of every transfer is an account of its owner or of the house")
def no_orphan_side() -> Iterable[str]:
    for account, owner in _rows(
        """
        SELECT DISTINCT s.account, s.owner FROM (SELECT owner, debit AS account FROM ledger_transfer
                                                 UNION SELECT owner, credit FROM ledger_transfer
                                                 UNION SELECT owner, account FROM ledger_credit) s
          LEFT JOIN ledger_guardedaccount g ON g.owner = s.owner AND g.id = s.account
          LEFT JOIN ledger_openaccount o ON o.id = s.account
         WHERE g.id IS NULL AND o.id IS NULL
        """
    ):
        yield f"account {account} moved for {owner} and is not open"


@check("ledger: an account is opened once, under one owner")
def accounts_open_once() -> Iterable[str]:
    for (account,) in _rows(
        "SELECT id FROM (SELECT id FROM ledger_guardedaccount UNION ALL SELECT id FROM ledger_openaccount) a"
        " GROUP BY id HAVING count(*) > 1"
    ):
        yield f"account {account} is open more than once"


@check("ledger: the id of a transfer is that of its reference")
def ids_are_of_references() -> Iterable[str]:
    for (reference,) in _rows(f"SELECT reference FROM ledger_transfer WHERE id <> {ID_OF_REFERENCE}"):  # noqa: S608
        yield f"the transfer with the reference {reference!r} has not its id"


@check("ledger: a reference stands for one transfer")
def references_stand_once() -> Iterable[str]:
    # On one server an index holds it; on several nodes, each holds it for its own owners, and the rest only shows here.
    for (transfer,) in _rows("SELECT id FROM ledger_transfer GROUP BY id HAVING count(*) > 1"):
        yield f"transfer {transfer} stands more than once"


@check("ledger: a slice of a book is the sum of its credits, and slices do not overlap")
def slices_are_sums() -> Iterable[str]:
    for book, told, told_cents, credits, cents in _rows(
        """
        SELECT coalesce(s.book, c.book), s.credits, s.cents, c.credits, c.cents
          FROM (SELECT book, sum(credits) AS credits, sum(amount_cents) AS cents FROM ledger_slice GROUP BY book) s
          FULL JOIN (SELECT book, count(*) AS credits, sum(amount_cents) AS cents FROM ledger_credit GROUP BY book) c
            ON c.book = s.book
         WHERE (s.credits, s.cents) IS DISTINCT FROM (c.credits, c.cents)
        """
    ):
        yield f"the slices of book {book} tell {told} credits of {told_cents}, it holds {credits} of {cents}"
    for book, number in _rows(
        """
        SELECT book, number FROM (SELECT book, number, first_owner,
                                         lag(last_owner) OVER (PARTITION BY book ORDER BY first_owner) AS before
                                    FROM ledger_slice) s
         WHERE first_owner <= before
        """
    ):
        yield f"slice {number} of book {book} begins before the one before it ends"


@check("ledger: what was folded early is of a slice that waits")
def early_is_of_waiting() -> Iterable[str]:
    for book, owner in _rows(
        """
        SELECT e.book, e.owner FROM ledger_early e
         WHERE NOT EXISTS (SELECT FROM ledger_waiting w
                            WHERE w.book = e.book AND e.owner BETWEEN w.first_owner AND w.last_owner)
        """
    ):
        yield f"the credit of {owner} in book {book} is noted as folded, and its slice does not wait"


@check("ledger: every anchor holds its blocks and follows the one before")
def anchors_hold() -> Iterable[str]:
    # Short, for every night; `acquis ledger verify` also reads every row again.
    for finding in verifying.anchors({}):
        yield f"anchor {finding['number']}: {finding['what']}"
