"""A batch of transfers, checked for shape and handed to the database in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from acquis.kit.actor import Actor
from acquis.kit.ids import new_ids
from acquis.kit.refusal import Refused

from .calls import call, plain, texts, uuids, uuids_or_null
from .types import Kind, Refusal, Transfer

T = TypeVar("T")

#: More rows than this go to the database in several calls of the same transaction.
CHUNK = 1_000

#: What a reference may not exceed, so that it always fits its index.
LONGEST_REFERENCE = 200

_POST = (
    b"SELECT ledger_post(%s::text, %s::text, %s::timestamptz, %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], "
    b"%s::bigint[], %s::text[], %s::date[], %s::text[], %s::uuid[], %s::uuid[])"
)

_RESOLVE = b"SELECT ledger_resolve(%s::text, %s::text, %s::timestamptz, %s::date, %s::uuid[], %s::text[])"


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`rows` in slices of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def write(transfers: Sequence[Transfer], *, kind: Kind, by: Actor, at: datetime, follows: UUID | None = None) -> None:
    """Write transfers of one kind; `follows` is the transfer they reverse, when they do."""

    def write_part(part: Sequence[Transfer]) -> None:
        call(
            _POST,
            [
                kind.value,
                by.key,
                at,
                uuids(new_ids(len(part))),
                uuids([t.owner for t in part]),
                uuids([t.debit for t in part]),
                uuids([t.credit for t in part]),
                plain([t.amount_cents for t in part]),
                plain([t.code.value for t in part]),
                plain([t.effective_on for t in part]),
                texts([t.reference for t in part]),
                uuids_or_null([t.about for t in part]),
                uuids_or_null([follows] * len(part)),
            ],
        )

    for transfer in transfers:
        require_shape(transfer)
    _all_or_none(transfers, write_part)


def resolve(references: Sequence[str], *, kind: Kind, effective_on: date, by: Actor, at: datetime) -> None:
    """End reservations, by a row that follows each."""

    def resolve_part(part: Sequence[str]) -> None:
        call(_RESOLVE, [kind.value, by.key, at, effective_on, uuids(new_ids(len(part))), texts(part)])

    _all_or_none(references, resolve_part)


def _all_or_none(rows: Sequence[T], write_part: Callable[[Sequence[T]], None]) -> None:
    """One call is all or none by itself; it takes a transaction when there are more, a savepoint inside another act."""
    alone = len(rows) <= CHUNK and not connection.in_atomic_block
    with nullcontext() if alone else transaction.atomic():
        for part in chunks(rows):
            write_part(part)


def require_shape(transfer: Transfer) -> None:
    """Refuse what could never be a transfer, before the database is asked anything."""
    if (
        not 0 < transfer.amount_cents < 1 << 53
        or transfer.debit == transfer.credit
        or not 0 < len(transfer.reference) <= LONGEST_REFERENCE
        or "\0" in transfer.reference
    ):
        raise Refused(Refusal.NOT_A_TRANSFER, reference=transfer.reference)
