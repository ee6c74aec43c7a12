"""The id of a transfer, made of its reference: whoever knows the one knows the other, here and in the database."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID


def id_bytes(reference: str) -> bytes:
    """The 16 bytes of the id of the transfer that stands under `reference`."""
    return sha256(reference.encode()).digest()[:16]


def transfer_id(reference: str) -> UUID:
    """The id of the transfer that stands under `reference`, the same as `ledger_id` in the database."""
    return UUID(bytes=id_bytes(reference))
