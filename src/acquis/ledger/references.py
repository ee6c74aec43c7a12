"""The id of a transfer, made of its reference: whoever knows the one knows the other, here and in the database."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

import numpy as np

from acquis.kit.columns import UUIDS, Column


def id_bytes(reference: str) -> bytes:
    """The 16 bytes of the id of the transfer that stands under `reference`."""
    return sha256(reference.encode()).digest()[:16]


def transfer_id(reference: str) -> UUID:
    """The id of the transfer that stands under `reference`, the same as `ledger_id` in the database."""
    return UUID(bytes=id_bytes(reference))


def transfer_ids(references: Sequence[str]) -> Column:
    """The same for many, in a column."""
    return np.frombuffer(b"".join([id_bytes(reference) for reference in references]), dtype=UUIDS)


#: How the reference of a book of credits begins, and no other: so no lone transfer can stand under a credit's.
BOOK = "book:"


def credit_reference(book_reference: str, owner: UUID) -> str:
    """The reference of the credit of `owner` in a book."""
    return f"{book_reference} {owner}"


def of_credit(reference: str) -> tuple[str, UUID] | None:
    """The book's reference and the owner that a credit's reference names; None when it is not one."""
    book, _, owner = reference.rpartition(" ")
    if not book.startswith(BOOK):
        return None
    try:
        return book, UUID(owner)
    except ValueError:
        return None
