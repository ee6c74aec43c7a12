"""Post one slice of a book from columns, a hundred thousand to a million credits: the door of the yearly run."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import models
from ..calls import refusing
from ..references import credit_reference
from ..types import Refusal

#: A row as COPY BINARY wants it: how many fields, and each after its length.
_ROW = np.dtype(
    [
        ("fields", ">i2"),
        ("owner_length", ">i4"),
        ("owner", "V16"),
        ("account_length", ">i4"),
        ("account", "V16"),
        ("cents_length", ">i4"),
        ("cents", ">i8"),
        ("book_length", ">i4"),
        ("book", ">i4"),
    ]
)
_COPY = "COPY ledger_credit (owner, account, amount_cents, book) FROM STDIN (FORMAT BINARY)"
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"

#: What the trigger reads of the slice, and the balances it seeks: more than the server's own setting, nearly always.
_IN_MEMORY = "64MB"
_TELL = """
    SELECT set_config('ledger.slice', %s, true), CASE
           WHEN pg_size_bytes(current_setting('work_mem')) < pg_size_bytes(%s) THEN set_config('work_mem', %s, true) END
"""

#: Rows made ready at once: about four megabytes.
AT_ONCE = 65_536

Ids = NDArray[np.uint8]


@act
def post_columns(
    *, book: int, number: int, owners: Ids, accounts: Ids, amounts_cents: NDArray[np.int64], by: Actor, at: datetime
) -> bool:
    """Post slice `number` of a book, all or nothing: to an account of each owner, so much. True when it was written.

    `owners` and `accounts` are arrays of shape (n, 16), the bytes of UUIDs; `amounts_cents` has n numbers above 0.
    Owners are in their order and each comes once; slices of a book share no range of owners. Posted before with the
    same columns, a slice changes nothing and the answer is False. The credit of an owner stands under the book's
    reference, a space and the owner's id, and is reversed by it. Refuses, naming what it can: NOT_A_TRANSFER,
    REFERENCE_UNKNOWN (no such book), REFERENCE_REUSED (the slice stands for other columns, an owner has his credit),
    ACCOUNT_UNKNOWN, UNITS_DIFFER.
    """
    kept = models.Book.objects.filter(id=book).first()
    if kept is None:
        raise Refused(Refusal.REFERENCE_UNKNOWN, reference=f"book {book}")
    # Two who post the same slice wait for each other here: the second then finds it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [book, number])
    _require_columns(owners, accounts, amounts_cents, kept.reference)
    digest = _digest(owners, accounts, amounts_cents)
    written = models.Slice.objects.filter(book=book, number=number).first()
    if written is not None:
        if bytes(written.digest) == digest:
            return False
        raise Refused(Refusal.REFERENCE_REUSED, reference=f"{kept.reference} slice {number}")

    # After this point the slice must succeed; what the database finds wrong with it undoes it whole.
    first, last = UUID(bytes=owners[0].tobytes()), UUID(bytes=owners[-1].tobytes())
    told = {"book": book, "number": number, "first_owner": str(first), "last_owner": str(last)}
    told |= {"digest": digest.hex(), "by": by.key, "at": at.isoformat()}
    with refusing(reference=f"{kept.reference} slice {number}"):
        with connection.cursor() as cursor:
            cursor.execute(_TELL, [json.dumps(told), _IN_MEMORY, _IN_MEMORY])
        with psycopg.Cursor(connection.connection) as bare, bare.copy(_COPY) as copy:
            copy.write(_HEADER)
            for start in range(0, len(owners), AT_ONCE):
                part = slice(start, start + AT_ONCE)
                copy.write(_rows(book, owners[part], accounts[part], amounts_cents[part]))
            copy.write(_TRAILER)
    return True


def _rows(book: int, owners: Ids, accounts: Ids, amounts_cents: NDArray[np.int64]) -> memoryview:
    rows = np.empty(len(owners), dtype=_ROW)
    rows["fields"], rows["owner_length"], rows["account_length"] = 4, 16, 16
    rows["cents_length"], rows["book_length"], rows["book"] = 8, 4, book
    rows["owner"] = np.ascontiguousarray(owners).view("V16")[:, 0]
    rows["account"] = np.ascontiguousarray(accounts).view("V16")[:, 0]
    rows["cents"] = amounts_cents
    return rows.view(np.uint8).data


def _digest(owners: Ids, accounts: Ids, amounts_cents: NDArray[np.int64]) -> bytes:
    """SHA-256 of owner, account and amount (8 bytes, the most significant first) of each, in turn."""
    digest = sha256()
    for start in range(0, len(owners), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        cents = np.ascontiguousarray(amounts_cents[part], dtype=">i8").view(np.uint8).reshape(-1, 8)
        digest.update(np.hstack([owners[part], accounts[part], cents]).data)
    return digest.digest()


def _require_columns(owners: Ids, accounts: Ids, amounts_cents: NDArray[np.int64], reference: str) -> None:
    """Refuse what could never be a slice, naming the first credit that is wrong."""
    count = len(owners)
    shapes = (owners.shape, accounts.shape, amounts_cents.shape)
    if count == 0 or shapes != ((count, 16), (count, 16), (count,)) or amounts_cents.dtype.kind != "i":
        raise Refused(Refusal.NOT_A_TRANSFER, reference=reference)
    if owners.dtype != np.uint8 or accounts.dtype != np.uint8:
        raise Refused(Refusal.NOT_A_TRANSFER, reference=reference)
    halves = np.ascontiguousarray(owners).view(">u8")
    high, low = halves[:, 0], halves[:, 1]
    ordered = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (low[1:] > low[:-1]))
    wrong = (amounts_cents <= 0) | (amounts_cents >= 1 << 53)
    wrong[1:] |= ~ordered
    if wrong.any():
        owner = UUID(bytes=owners[int(np.argmax(wrong))].tobytes())
        raise Refused(Refusal.NOT_A_TRANSFER, reference=credit_reference(reference, owner))
