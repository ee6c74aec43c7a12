"""A batch of transfers, checked for shape and handed to the database in one call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .calls import call
from .types import Kind, Refusal, Transfer

T = TypeVar("T")

#: More rows than this go to the database in several calls of the same transaction.
CHUNK = 1_000

#: What a reference may not exceed, so that it always fits its index.
LONGEST_REFERENCE = 200

_POST = (
    "SELECT ledger_post(%s::text, %s::text, %s::timestamptz, %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], "
    "%s::bigint[], %s::text[], %s::date[], %s::text[], %s::uuid[], %s::uuid[])"
)


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`rows` in slices of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def write(transfers: Sequence[Transfer], *, kind: Kind, by: Actor, at: datetime, follows: UUID | None = None) -> None:
    """Write transfers of one kind; `follows` is the transfer they reverse, when they do."""
    for transfer in transfers:
        require_shape(transfer)
    for part in chunks(transfers):
        call(
            _POST,
            [
                kind.value,
                by.key,
                at,
                [new_id() for _ in part],
                [t.owner for t in part],
                [t.debit for t in part],
                [t.credit for t in part],
                [t.amount_cents for t in part],
                [t.code.value for t in part],
                [t.effective_on for t in part],
                [t.reference for t in part],
                [t.about for t in part],
                [follows] * len(part),
            ],
        )


def require_shape(transfer: Transfer) -> None:
    """Refuse what could never be a transfer, before the database is asked anything."""
    if (
        not 0 < transfer.amount_cents < 1 << 53
        or transfer.debit == transfer.credit
        or not 0 < len(transfer.reference) <= LONGEST_REFERENCE
    ):
        raise Refused(Refusal.NOT_A_TRANSFER, reference=transfer.reference)


_RESOLVE = "SELECT ledger_resolve(%s::text, %s::text, %s::timestamptz, %s::date, %s::uuid[], %s::text[])"


def resolve(references: Sequence[str], *, kind: Kind, effective_on: date, by: Actor, at: datetime) -> None:
    """End reservations, by a row that follows each."""
    for part in chunks(references):
        ids = [new_id() for _ in part]
        call(_RESOLVE, [kind.value, by.key, at, effective_on, ids, list(part)])
