"""A transfer as the bytes of which a digest is taken: written once in SQL, and once in Python for who has no database.

The order and the widths are part of what is promised (docs/operations/sealed-ledger.md); numbers are big-endian, a
text or an optional value comes after its length in bytes. The author stands as a digest of its own, so that a holder's
statement can prove a row without saying which agent wrote it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

#: PostgreSQL counts days and microseconds from here.
_EPOCH = date(2000, 1, 1)
_EPOCH_AT = datetime(2000, 1, 1, tzinfo=UTC)


def _text(column: str) -> str:
    return f"int4send(octet_length({column})) || convert_to({column}, 'UTF8')"


def _optional(column: str) -> str:
    return f"coalesce(int4send(16) || uuid_send({column}), int4send(0))"


#: The author of row `t`, as a statement tells it.
AUTHOR = "sha256(uuid_send(t.id) || convert_to(t.by, 'UTF8'))"

#: The digest of row `t` of the transfers: that of `digests.leaf(content(…))`.
DIGEST = (
    "sha256('\\x00'::bytea || uuid_send(t.id) || uuid_send(t.owner) || uuid_send(t.debit) || uuid_send(t.credit)"
    " || int8send(t.amount_cents) || int8send(t.seq) || date_send(t.effective_on) || timestamptz_send(t.recorded_at)"
    f" || {AUTHOR} || {_optional('t.about')} || {_optional('t.follows')}"
    f" || {_text('t.kind')} || {_text('t.code')} || {_text('t.reference')})"
)

#: What a statement tells of row `t`, under the names of `content`.
TOLD = (
    "t.id, t.owner, t.debit, t.credit, t.amount_cents, t.seq, t.effective_on, t.recorded_at,"
    f" encode({AUTHOR}, 'hex') AS author, t.about, t.follows, t.kind, t.code, t.reference"
)


#: The credits of books in the shape of transfers, with the book beside; they have no number of their own.
CREDITS = """
    SELECT encode(substr(sha256(convert_to(b.reference || ' ' || c.owner, 'UTF8')), 1, 16), 'hex')::uuid AS id,
           c.owner, 0::bigint AS seq, b.debit, c.account AS credit, c.amount_cents, 'posted'::text AS kind, b.code,
           b.effective_on, s.recorded_at, s.by, b.reference || ' ' || c.owner AS reference, NULL::uuid AS about,
           NULL::uuid AS follows, c.book
      FROM ledger_book b JOIN ledger_credit c ON c.book = b.id
      CROSS JOIN LATERAL (SELECT recorded_at, by FROM ledger_slice
                           WHERE book = c.book AND first_owner <= c.owner ORDER BY first_owner DESC LIMIT 1) s
"""


def content(row: Mapping[str, Any]) -> bytes:
    """The bytes of a row from its JSON: UUIDs, days and moments as ISO texts, `author` in hexadecimal.

    Raises KeyError, ValueError, TypeError or struct.error when the row is not one.
    """
    days = (date.fromisoformat(row["effective_on"]) - _EPOCH).days
    at = datetime.fromisoformat(row["recorded_at"])
    microseconds = (at - _EPOCH_AT) // timedelta(microseconds=1)
    parts = [UUID(row[name]).bytes for name in ("id", "owner", "debit", "credit")]
    parts.append(struct.pack(">qqiq", row["amount_cents"], row["seq"], days, microseconds))
    parts.append(bytes.fromhex(row["author"]))
    for name in ("about", "follows"):
        value = b"" if row[name] is None else UUID(row[name]).bytes
        parts += [struct.pack(">i", len(value)), value]
    for name in ("kind", "code", "reference"):
        value = row[name].encode()
        parts += [struct.pack(">i", len(value)), value]
    return b"".join(parts)


def author(row_id: UUID, by: str) -> str:
    """The author of a row as a statement tells it."""
    return sha256(row_id.bytes + by.encode()).hexdigest()
