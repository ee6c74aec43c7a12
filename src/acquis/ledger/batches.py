"""A batch of transfers, checked for shape and handed to the database in one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction

from acquis.kit.act import inside_an_act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .calls import bigints, call, days, encoded, hexadecimal, sixteens, texts, uuids, uuids_or_null
from .references import BOOK, id_bytes
from .types import Kind, Refusal, Transfer

T = TypeVar("T")

#: More rows than this go to the database in several calls of the same transaction.
CHUNK = 1_000

#: What a reference may not exceed, so that it always fits its index.
LONGEST_REFERENCE = 200

POST = (
    b"SELECT ledger_post(%s::text, %s::text, %s::timestamptz, %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], "
    b"%s::bigint[], %s::text, %s::text[], %s::date, %s::date[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[])"
)

_POST_ONE = (
    b"SELECT ledger_post_one(%s::text, %s::text, %s::timestamptz, %s::uuid, %s::uuid, %s::uuid, %s::uuid, "
    b"%s::bigint, %s::text, %s::date, %s::text, %s::uuid, %s::uuid)"
)

_RESOLVE = b"SELECT ledger_resolve(%s::text, %s::text, %s::timestamptz, %s::date, %s::text[])"


def chunks(rows: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """`rows` in slices of at most `size`."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def write(transfers: Sequence[Transfer], *, kind: Kind, by: Actor, at: datetime, follows: UUID | None = None) -> None:
    """Write transfers of one kind; `follows` is the transfer they reverse, when they do."""

    def write_part(part: Sequence[Transfer]) -> None:
        if len(part) == 1:
            call(_POST_ONE, [kind.value, by.key, at.isoformat(), *_one(part[0]), hexadecimal(follows)])
        else:
            call(POST, [kind.value, by.key, at, *_columns(part), uuids_or_null([follows] * len(part)), _house(part)])

    for transfer in transfers:
        require_shape(transfer)
    _all_or_none(transfers, write_part)


def _one(t: Transfer) -> tuple[str | int | None, ...]:
    """The values of a lone transfer as texts, which the driver hands on as they are."""
    sides = (f"{t.owner.int:032x}", f"{t.debit.int:032x}", f"{t.credit.int:032x}", t.amount_cents)
    why = (t.code.value, t.effective_on.isoformat(), t.reference, hexadecimal(t.about))
    return (id_bytes(t.reference).hex(), *sides, *why)


def _columns(part: Sequence[Transfer]) -> tuple[object, ...]:
    """The columns of a batch; a code or a day that all have in common is one value, without a column."""
    code, day = part[0].code, part[0].effective_on
    codes = [t.code for t in part]
    on = [t.effective_on for t in part]
    references = [t.reference.encode() for t in part]
    return (
        sixteens([sha256(reference).digest()[:16] for reference in references]),
        uuids([t.owner for t in part]),
        uuids([t.debit for t in part]),
        uuids([t.credit for t in part]),
        bigints([t.amount_cents for t in part]),
        code.value,
        None if codes.count(code) == len(part) else texts([code.value for code in codes]),
        day,
        None if on.count(day) == len(part) else days(on),
        encoded(references),
        uuids_or_null([t.about for t in part]),
    )


def _house(part: Sequence[Transfer]) -> object:
    """The sides that look like accounts of the house, whose ids are made of names: only they are looked up as such."""
    found = {side for t in part for side in (t.debit.int, t.credit.int) if side >> 76 & 0xF != 7}
    return sixteens([side.to_bytes(16, "big") for side in found])


def resolve(references: Sequence[str], *, kind: Kind, effective_on: date, by: Actor, at: datetime) -> None:
    """End reservations, by a row that follows each."""

    def resolve_part(part: Sequence[str]) -> None:
        call(_RESOLVE, [kind.value, by.key, at, effective_on, texts(part)])

    _all_or_none(references, resolve_part)


def _all_or_none(rows: Sequence[T], write_part: Callable[[Sequence[T]], None]) -> None:
    """One call is all or none by itself; several take a transaction, and one that is no act's takes a savepoint."""
    if len(rows) <= CHUNK and not connection.in_atomic_block:
        write_part(rows)
        return
    with transaction.atomic(savepoint=not inside_an_act()):
        for part in chunks(rows):
            write_part(part)


def require_shape(transfer: Transfer) -> None:
    """Refuse what could never be a transfer, before the database is asked anything."""
    if (
        not 0 < transfer.amount_cents < 1 << 53
        or transfer.debit == transfer.credit
        or not is_reference(transfer.reference)
    ):
        raise Refused(Refusal.NOT_A_TRANSFER, reference=transfer.reference)


def is_reference(text: str) -> bool:
    """Whether a transfer may stand under this reference."""
    return 0 < len(text) <= LONGEST_REFERENCE and "\0" not in text and not text.startswith(BOOK)
