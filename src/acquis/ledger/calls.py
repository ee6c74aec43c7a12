"""Calls of the ledger's functions in the database, and their refusals turned into ours.

Columns travel as arrays in the server's binary form, written here: with hundreds of rows, the driver's own
way of writing arrays, value by value, took as long as the database took to post them, and reading text
back into values took the database a tenth of its time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from struct import Struct, pack
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import numpy as np
import psycopg
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, connections
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.errors import UniqueViolation
from psycopg.pq import Format

from acquis.kit.refusal import Refused

from .types import Refusal

#: The SQLSTATE with which the functions of the database refuse; see migration 0002.
REFUSED = "LG001"

#: Dimensions, whether there are nulls, the type of the values; their number, the first one's place.
_HEAD = Struct("!iiIii")
_LENGTH = Struct("!i").pack
_NULL = _LENGTH(-1)
_SIXTEEN = _LENGTH(16)
#: The server counts days from 1 January 2000.
_DAY_ZERO = date(2000, 1, 1).toordinal()


class Column(bytes):
    """A column as an array in the server's binary form."""


class _Uuids(Column):
    pass


class _Bigints(Column):
    pass


class _Dates(Column):
    pass


class _Texts(Column):
    pass


#: PostgreSQL's numbers of the types: of the array, and of its values.
_TYPES: dict[type[Column], tuple[int, int]] = {
    _Uuids: (2951, 2950),
    _Bigints: (1016, 20),
    _Dates: (1182, 1082),
    _Texts: (1009, 25),
}


def _ready(array: int) -> type[Dumper]:
    """For values that are in the server's form already."""
    return type("Ready", (Dumper,), {"format": Format.BINARY, "oid": array, "dump": lambda self, value: value})


# Once, before Django's first connection takes its copy of the driver's adapters: `apps.py` sees to it.
for _column, (_number, _) in _TYPES.items():
    psycopg.adapters.register_dumper(_column, _ready(_number))


@contextmanager
def refusing(reference: str = "") -> Iterator[None]:
    """What the database refuses is raised as `Refused`, naming account and reference.

    With `reference`, so is a key that stands already: what has this reference stands for something else.
    """
    try:
        with connection.wrap_database_errors:
            yield
    except DatabaseError as error:
        refused = refusal_of(error)
        if reference and isinstance(error, IntegrityError) and isinstance(error.__cause__, UniqueViolation):
            refused = Refused(Refusal.REFERENCE_REUSED, reference=reference)
        if refused is None:
            raise
        raise refused from error


#: The driver's own cursor of each of Django's connections, kept because making one, and the writers of values that go
#: with it, costs as much as the call.
_CURSORS: WeakKeyDictionary[Any, psycopg.Cursor[Any]] = WeakKeyDictionary()


def call(statement: bytes, values: Sequence[Any]) -> None:
    """Execute one statement; what the database refuses is raised as `Refused`, naming account and reference."""
    # Django's connection of this thread, asked for once: each look through its proxy is felt.
    of_thread = connections[DEFAULT_DB_ALIAS]
    if of_thread.needs_rollback:
        of_thread.validate_no_broken_transaction()
    if of_thread.connection is None:
        of_thread.ensure_connection()
    cursor = _CURSORS.get(of_thread)
    if cursor is None or cursor.connection is not of_thread.connection:
        cursor = _CURSORS[of_thread] = psycopg.Cursor(of_thread.connection)
    try:
        # Values go beside the statement, not pasted into its text as Django does.
        cursor.execute(statement, values, prepare=True)
    except psycopg.Error as error:
        with refusing():
            raise error


def _array(kind: type[Column], count: int, body: bytes, *, nulls: bool = False) -> Column:
    return kind(
        _HEAD.pack(1, nulls, _TYPES[kind][1], count, 1) + body if count else pack("!iiI", 0, 0, _TYPES[kind][1])
    )


def hexadecimal(value: UUID | None) -> str | None:
    """A UUID as a text that the server reads as one."""
    return None if value is None else f"{value.int:032x}"


def sixteens(values: Sequence[bytes]) -> Column:
    """A column of UUIDs given as their 16 bytes."""
    return _array(_Uuids, len(values), _SIXTEEN + _SIXTEEN.join(values))


def uuids(values: Sequence[UUID]) -> Column:
    """A column of UUIDs."""
    return sixteens([value.int.to_bytes(16, "big") for value in values])


def uuid_column(values: NDArray[np.uint8]) -> Column:
    """A column of UUIDs given as rows of their 16 bytes."""
    rows = np.empty((len(values), 20), dtype=np.uint8)
    rows[:, :4], rows[:, 4:] = np.frombuffer(_SIXTEEN, np.uint8), values
    return _array(_Uuids, len(values), rows.tobytes())


def bigint_column(values: NDArray[np.int64]) -> Column:
    """A column of whole numbers given as one."""
    rows = np.empty(len(values), dtype=[("length", ">i4"), ("value", ">i8")])
    rows["length"], rows["value"] = 8, values
    return _array(_Bigints, len(values), rows.tobytes())


def uuids_or_null(values: Sequence[UUID | None]) -> Column | None:
    """A column of UUIDs, some of them absent; None when all are."""
    if not any(values):
        return None
    written = [_NULL if value is None else _SIXTEEN + value.bytes for value in values]
    return _array(_Uuids, len(written), b"".join(written), nulls=True)


def bigints(values: Sequence[int]) -> Column:
    """A column of whole numbers."""
    count = len(values)
    return _array(_Bigints, count, pack("!" + "iq" * count, *[part for value in values for part in (8, value)]))


def days(values: Sequence[date]) -> Column:
    """A column of days."""
    written = [part for value in values for part in (4, value.toordinal() - _DAY_ZERO)]
    return _array(_Dates, len(values), pack("!" + "ii" * len(values), *written))


def texts(values: Sequence[str]) -> Column:
    """A column of any texts."""
    return encoded([value.encode() for value in values])


def encoded(values: Sequence[bytes]) -> Column:
    """A column of any texts, given in UTF-8."""
    return _array(_Texts, len(values), b"".join([_LENGTH(len(value)) + value for value in values]))


def refusal_of(error: DatabaseError) -> Refused | None:
    """The refusal that a database error stands for, if it is one."""
    cause: Any = error.__cause__
    if getattr(cause, "sqlstate", None) == REFUSED:
        return Refused(Refusal(cause.diag.message_primary), **json.loads(cause.diag.message_detail))
    return None
