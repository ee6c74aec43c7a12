"""What the ledger answers: balances, statements, the house's sums, the money of one subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from acquis.kit.prepared import ask
from acquis.kit.sql import uuid_array

from .column_queries import (
    Held,
    HouseMovement,
    Moved,
    balances_between,
    books_under,
    held_and_moved,
    house_movements,
    house_movements_under,
    moved_between,
)
from .proofs import anchors, proof_of, published, sealed_statement
from .references import transfer_id, transfer_ids
from .sums import END, OF_BOOKS, OF_OPEN_ACCOUNTS, WAITING
from .types import Balance, Code, Kind, Movement, MovementState, Sums, Unit
from .verifying import broken_seals

__all__ = [
    "Held",
    "HouseMovement",
    "Moved",
    "about",
    "anchors",
    "balances",
    "balances_between",
    "books_under",
    "broken_seals",
    "held_and_moved",
    "house_movements",
    "house_movements_under",
    "house_sums",
    "moved_between",
    "proof_of",
    "published",
    "purses_cents",
    "sealed_statement",
    "settled_upto",
    "statement",
    "transfer_id",
    "transfer_ids",
]

_BALANCES = "SELECT id, posted_cents, reserved_cents FROM ledger_balance WHERE id = ANY (%s::uuid[])"

# `f` is what followed a reservation, `r` the reservation that a row ends. A reservation that was posted shows once,
# as posted; one that was released shows once, as released, or not at all.
_MOVEMENTS = """
    SELECT t.id, t.debit, t.credit, t.amount_cents, t.code, t.effective_on, t.recorded_at,
           coalesce(r.reference, t.reference), t.about, t.kind
      FROM ledger_movement t
      LEFT JOIN ledger_transfer r ON t.kind IN ('post_reserved', 'released') AND r.owner = t.owner AND r.id = t.follows
     WHERE {rows}
       AND NOT (t.kind = 'reserved' AND EXISTS
                (SELECT FROM ledger_transfer f WHERE f.owner = t.owner AND f.follows = t.id))
       AND (t.kind <> 'released' OR %(released)s)
     ORDER BY t.recorded_at DESC, t.seq DESC
     LIMIT %(limit)s
"""

_OF_ACCOUNTS = _MOVEMENTS.format(
    rows="t.owner = ANY (ARRAY(SELECT owner FROM ledger_guardedaccount WHERE id = ANY (%(ids)s::uuid[]))) "
    "AND (t.debit = ANY (%(ids)s::uuid[]) OR t.credit = ANY (%(ids)s::uuid[]))"
)
_OF_SUBJECT = _MOVEMENTS.format(rows="t.about = %(about)s")

_STATES = {
    Kind.POSTED: MovementState.POSTED,
    Kind.POST_RESERVED: MovementState.POSTED,
    Kind.RESERVED: MovementState.RESERVED,
    Kind.RELEASED: MovementState.RELEASED,
}


def balances(ids: Iterable[UUID]) -> dict[UUID, Balance]:
    """The balance of each guarded account among `ids`; one that is not open is not in the answer."""
    return {row[0]: Balance(posted_cents=row[1], reserved_cents=row[2]) for row in ask(_BALANCES, [uuid_array(ids)])}


def statement(ids: Sequence[UUID], *, limit: int | None = None, released: bool = False) -> list[Movement]:
    """The movements of guarded accounts, newest first: what is posted, and what is reserved now.

    The amounts of an account's POSTED movements sum to what it has posted. With `released`, reservations
    that came to nothing are told too. A transfer between two of the accounts gives a movement on each.
    """
    wanted = set(ids)
    with connection.cursor() as cursor:
        cursor.execute(_OF_ACCOUNTS, {"ids": list(wanted), "limit": limit, "released": released})
        rows = cursor.fetchall()
    movements = [_seen_from(row, account=side) for row in rows for side in row[1:3] if side in wanted]
    return movements[:limit]


def about(subject: UUID, *, released: bool = False) -> list[Movement]:
    """The movements about one subject (an enrolment), newest first, each seen from its debit account."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_SUBJECT, {"about": subject, "limit": None, "released": released})
        return [_seen_from(row, account=row[1]) for row in cursor.fetchall()]


def house_sums() -> dict[UUID, Sums]:
    """What went through every unguarded account, by its id: the roll-up, what was written since, and the books."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT o.id, coalesce(h.debits_cents, 0) + coalesce(n.debits, 0) + coalesce(b.debits, 0),"  # noqa: S608
            " coalesce(h.credits_cents, 0) + coalesce(n.credits, 0) FROM ledger_openaccount o"
            " LEFT JOIN ledger_housesum h ON h.account = o.id"
            f" LEFT JOIN ({OF_BOOKS}) b(account, debits) ON b.account = o.id"
            f" LEFT JOIN ({OF_OPEN_ACCOUNTS}) n(account, debits, credits) ON n.account = o.id".replace(
                "%(after)s", "(SELECT upto_seq FROM ledger_rollup)"
            ),
            {"upto": END},
        )
        return {row[0]: Sums(debits_cents=row[1], credits_cents=row[2]) for row in cursor.fetchall()}


def settled_upto() -> int:
    """The number up to which every transfer is committed, or never will be; the roll-up moves it every ten minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cut_seq FROM ledger_rollup")
        return int(cursor.fetchone()[0])


def purses_cents() -> int:
    """What all guarded accounts in euros hold together: with the balances of the house's accounts it makes zero."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT coalesce(sum(posted_cents), 0) FROM ledger_guardedaccount WHERE unit = %(unit)s)::bigint"  # noqa: S608
            f" + (SELECT coalesce(sum(w.amount_cents), 0) FROM ({WAITING}) w JOIN ledger_guardedaccount g"
            "       ON g.owner = w.owner AND g.id = w.account AND g.unit = %(unit)s)::bigint",
            {"unit": Unit.EUR},
        )
        ((cents,),) = cursor.fetchall()
        return int(cents)


def _seen_from(row: tuple[Any, ...], *, account: UUID) -> Movement:
    id_, debit, credit, amount_cents, code, effective_on, recorded_at, reference, subject, kind = row
    out = account == debit
    return Movement(
        id=id_,
        account=account,
        counterpart=credit if out else debit,
        amount_cents=-amount_cents if out else amount_cents,
        code=Code(code),
        effective_on=effective_on,
        recorded_at=recorded_at,
        reference=reference,
        about=subject,
        state=_STATES[Kind(kind)],
    )
