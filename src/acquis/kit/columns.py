"""Columns of many rows, to and from the database at the speed of its own binary format.

A row is a fixed number of bytes here: no absent value, and texts of one length. What does not fit goes row by row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
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
    """The columns of a SELECT, in the caller's transaction. `types` must be what the server sends, none absent."""
    connection.ensure_connection()
    row = layout(types)
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)", values) as copy,
    ):
        received = b"".join(bytes(part) for part in copy)
    body = len(received) - len(_HEADER) - len(_TRAILER)
    if body % row.itemsize:
        raise ValueError("the rows are not of the layout asked for")
    rows = np.frombuffer(received, dtype=row, offset=len(_HEADER), count=body // row.itemsize)
    for place, kind in enumerate(types):
        if np.any(rows[f"length{place}"] != np.dtype(kind).itemsize):
            raise ValueError(f"column {place} is not {kind}")
    native = [np.dtype(kind).newbyteorder("=") for kind in types]
    return [rows[f"value{place}"].astype(kind) for place, kind in enumerate(native)]


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


def places(sorted_keys: Column, keys: Column) -> tuple[Column, Column]:
    """Where each of `keys` stands in `sorted_keys`, and whether it is there at all."""
    if len(sorted_keys) == 0:
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return at, sorted_keys[at] == keys
