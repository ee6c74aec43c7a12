"""Columns of many rows, to and from the database at the speed of its own binary format.

A row is a fixed number of bytes here: no absent value, and texts of one length. What does not fit goes row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection

Column = np.ndarray[Any, Any]

#: The types of PostgreSQL that travel, as NumPy sees their bytes; a text is given as `S` and its length.
UUIDS, BIGINT, INTEGER, SMALLINT, FLAG, DAY = "S16", ">i8", ">i4", ">i2", "?", ">i4"

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
#: Days are counted from here by the server.
EPOCH = 730_120


def layout(types: Sequence[str]) -> np.dtype[Any]:
    """One row of the binary format: a count, then each value after its length."""
    fields: list[tuple[str, str]] = [("count", ">i2")]
    for place, kind in enumerate(types):
        fields += [(f"length{place}", ">i4"), (f"value{place}", kind)]
    return np.dtype(fields)


def read(statement: str, values: Sequence[Any] | Mapping[str, Any], types: Sequence[str]) -> list[Column]:
    """The columns of a SELECT, in the caller's transaction. `types` must be what the server sends, none absent.

    The server makes one array of each column: row by row, the driver would take ten times as long as the server.
    """
    names = [f"c{place}" for place in range(len(types))]
    arrays = ", ".join(f"array_agg({name})" for name in names)
    asked = f"SELECT {arrays} FROM ({statement}) AS s ({', '.join(names)})"  # noqa: S608
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        result = cursor.execute(asked, values, prepare=False, binary=True).pgresult
    assert result is not None  # a SELECT has a result
    return [_column(result.get_value(0, place), kind, place) for place, kind in enumerate(types)]


#: An array of one dimension: dimensions, whether there are nulls, the type, their number, the first one's place.
_ARRAY = Struct("!iiIii")


def _column(received: bytes | None, kind: str, place: int) -> Column:
    native = np.dtype(kind).newbyteorder("=")
    if received is None:
        return np.empty(0, dtype=native)
    value = np.dtype([("length", ">i4"), ("value", kind)])
    _, nulls, _, count, _ = _ARRAY.unpack_from(received)
    if nulls or len(received) != _ARRAY.size + count * value.itemsize:
        raise ValueError(f"column {place} is not {kind}")
    rows = np.frombuffer(received, dtype=value, offset=_ARRAY.size)
    if np.any(rows["length"] != np.dtype(kind).itemsize):
        raise ValueError(f"column {place} is not {kind}")
    return rows["value"].astype(native)


def write(table: str, names: Sequence[str], types: Sequence[str], columns: Sequence[Any]) -> int:
    """Append rows to a table by COPY, in the caller's transaction; returns how many. A value may be a constant."""
    length = max(len(column) for column in columns if isinstance(column, np.ndarray))
    rows = np.empty(length, dtype=layout(types))
    rows["count"] = len(types)
    for place, (kind, column) in enumerate(zip(types, columns, strict=True)):
        rows[f"length{place}"] = np.dtype(kind).itemsize
        rows[f"value{place}"] = column
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.write(_HEADER)
        copy.write(rows.tobytes())
        copy.write(_TRAILER)
    return length


def uuids(ids: Sequence[UUID]) -> Column:
    """Identifiers as a column of sixteen bytes, in the order of the server's own comparison."""
    return np.frombuffer(b"".join([each.bytes for each in ids]), dtype=UUIDS) if ids else np.empty(0, dtype=UUIDS)


def as_bytes(ids: Column) -> Column:
    """Identifiers as rows of sixteen bytes, as the ledger's books take them."""
    return np.ascontiguousarray(ids).view(np.uint8).reshape(-1, 16)


def uuid_of(value: bytes) -> UUID:
    """One identifier of a column; NumPy cuts the zero bytes at its end."""
    return UUID(bytes=bytes(value).ljust(16, b"\0"))


def uuid_list(column: Column) -> list[UUID]:
    """A column of identifiers as a list."""
    return [uuid_of(value) for value in column]


def uuid_texts(column: Column) -> list[str]:
    """A column of identifiers as they are written."""
    digits = as_bytes(column).tobytes().hex()
    return [
        f"{digits[at : at + 8]}-{digits[at + 8 : at + 12]}-{digits[at + 12 : at + 16]}-"
        f"{digits[at + 16 : at + 20]}-{digits[at + 20 : at + 32]}"
        for at in range(0, len(digits), 32)
    ]


def written_out(ids: Column) -> str:
    """Identifiers as texts with commas between."""
    digits = np.frombuffer(as_bytes(ids).tobytes().hex().encode(), dtype=np.uint8).reshape(-1, 32)
    parted = np.full((len(digits), 33), ord(","), dtype=np.uint8)
    parted[:, :32] = digits
    return parted.tobytes()[:-1].decode()


def ends(ids: Column) -> tuple[UUID, UUID]:
    """The first and the last of some identifiers, whatever their order; there are some."""
    halves = _halves(ids)
    found = []
    for end in (np.min, np.max):
        rows = halves[halves[:, 0] == end(halves[:, 0])]
        found.append(UUID(int=(int(rows[0, 0]) << 64) | int(end(rows[:, 1]))))
    return found[0], found[1]


def distinct(ordered: Column) -> int:
    """How many different values a column in order has."""
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + 1 if len(ordered) else 0


def places(sorted_keys: Column, keys: Column) -> tuple[Column, Column]:
    """Where each of `keys` stands in `sorted_keys`, and whether it is there at all."""
    if len(sorted_keys) == 0:
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    if sorted_keys.dtype == keys.dtype == np.dtype(UUIDS) and len(keys):
        # Moments come first in our identifiers: as numbers, eight bytes nearly always tell two of them apart.
        high, wanted = _halves(sorted_keys), _halves(keys)
        if np.all(high[1:, 0] > high[:-1, 0]):
            at = np.minimum(np.searchsorted(high[:, 0], wanted[:, 0]), len(high) - 1)
            return at, np.all(high[at] == wanted, axis=1)
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return at, sorted_keys[at] == keys


def _halves(ids: Column) -> Column:
    """Identifiers as two numbers each, in the machine's own order of bytes."""
    return np.ascontiguousarray(ids).view(">u8").reshape(-1, 2).astype(np.uint64)
