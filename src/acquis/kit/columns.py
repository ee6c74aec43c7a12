"""Columns of many rows, to and from the database at the speed of its own binary format.

A row is a fixed number of bytes here: no absent value, and texts of one length. What does not fit goes row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection
from psycopg.adapt import Dumper
from psycopg.pq import Format

Column = np.ndarray[Any, Any]

#: The types of PostgreSQL that travel, as NumPy sees their bytes; a text is given as `S` and its length.
UUIDS, BIGINT, INTEGER, SMALLINT, FLAG, DAY = "S16", ">i8", ">i4", ">i2", "?", ">i4"

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
#: Days are counted from here by the server.
EPOCH = 730_120


def read(statement: str, values: Sequence[Any] | Mapping[str, Any], types: Sequence[str]) -> list[Column]:
    """The columns of a SELECT, in the caller's transaction. `types` are what the server has, or wider; none is absent.

    Identifiers among the values may be a column (`UuidArray`). The server joins the bytes of each column: row by row
    the driver would take ten times as long as the server, and arrays take the server twice as long.
    """
    names = [f"c{place}" for place in range(len(types))]
    joined = ", ".join(_joined(name, kind) for name, kind in zip(names, types, strict=True))
    asked = f"SELECT count(*), {joined} FROM ({statement}) AS s ({', '.join(names)})"  # noqa: S608
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.adapters.register_dumper(UuidArray, _UuidArrayDumper)
        result = cursor.execute(asked, values, prepare=False, binary=True).pgresult
    assert result is not None  # a SELECT has a result
    count = int.from_bytes(result.get_value(0, 0) or b"")
    return [_column(result.get_value(0, place), kind, count, place - 1) for place, kind in enumerate(types, start=1)]


#: How the server sends a value of each type.
_SENT = {UUIDS: "uuid_send", BIGINT: "int8send", INTEGER: "int4send", SMALLINT: "int2send", FLAG: "boolsend"}
#: An array of one dimension: dimensions, whether there are nulls, the type, their number, the first one's place.
_ARRAY = Struct("!iiIii")


def _joined(name: str, kind: str) -> str:
    # Texts keep their lengths beside them: one too long and one too short would pass for two that fit.
    return f"string_agg({_SENT[kind]}({name}), ''::bytea)" if kind in _SENT else f"array_agg({name})"


def _column(received: bytes | None, kind: str, count: int, place: int) -> Column:
    # By its name: of other objects that say the same, NumPy's faster ways know nothing.
    native = np.dtype(np.dtype(kind).newbyteorder("=").str)
    if received is None:
        if count:
            raise ValueError(f"column {place} has no values")
        return np.empty(0, dtype=native)
    if kind in _SENT:
        if len(received) != count * native.itemsize:
            raise ValueError(f"column {place} has values that are absent")
        return np.frombuffer(received, dtype=kind).astype(native)
    value = np.dtype([("length", ">i4"), ("value", kind)])
    _, nulls, _, _, _ = _ARRAY.unpack_from(received)
    if nulls or len(received) != _ARRAY.size + count * value.itemsize:
        raise ValueError(f"column {place} is not {kind}")
    rows = np.frombuffer(received, dtype=value, offset=_ARRAY.size)
    if np.any(rows["length"] != native.itemsize):
        raise ValueError(f"column {place} is not {kind}")
    return rows["value"].astype(native)


class UuidArray:
    """A column of identifiers as one value of a statement, of the server's type uuid[]."""

    def __init__(self, ids: Column) -> None:
        self.ids = ids


class _UuidArrayDumper(Dumper):
    format, oid = Format.BINARY, 2951
    _UUID = 2950

    def dump(self, obj: UuidArray) -> bytes:
        rows = np.empty(len(obj.ids), dtype=[("length", ">i4"), ("value", UUIDS)])
        rows["length"], rows["value"] = np.dtype(UUIDS).itemsize, obj.ids
        return _ARRAY.pack(1, 0, self._UUID, len(rows), 1) + rows.tobytes()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to append whose texts are of the same lengths, and that have the same values or none.

    A value is a column, or the same for every row, or None where there is none; `types` say how each travels.
    """

    types: Sequence[str]
    values: Sequence[Any]

    def __len__(self) -> int:
        return max(len(value) for value in self.values if isinstance(value, np.ndarray))

    def written(self) -> Column:
        """Each row in the binary format: a count, then each value after its length."""
        given = [(place, kind, value) for place, (kind, value) in enumerate(zip(self.types, self.values, strict=True))]
        fields = [("count", ">i2")]
        for place, kind, value in given:
            fields += [(f"length{place}", ">i4")] + [(f"value{place}", kind)] * (value is not None)
        # What is the same for every row is written once, and each row begins as a copy of it.
        same = np.zeros(1, dtype=fields)
        same["count"] = len(given)
        for place, kind, value in given:
            same[f"length{place}"] = -1 if value is None else np.dtype(kind).itemsize
            if value is not None and not isinstance(value, np.ndarray):
                same[f"value{place}"] = value
        rows = np.repeat(same, len(self))
        for place, _, value in given:
            if isinstance(value, np.ndarray):
                rows[f"value{place}"] = value
        return rows


def write(table: str, names: Sequence[str], types: Sequence[str], columns: Sequence[Any]) -> int:
    """Append rows to a table by COPY, in the caller's transaction; returns how many. A value may be a constant."""
    rows = Rows(types, columns)
    _copy(table, names, [rows.written()])
    return len(rows)


def write_in_order(table: str, names: Sequence[str], parts: Sequence[tuple[Column, Rows]]) -> None:
    """Append rows of several kinds by one COPY, in the order of the numbers that stand beside those of each kind.

    Written in the order of its key, a table has an index that grows at its end only: faster, and a third smaller.
    """
    if len(parts) < 2:
        for _, rows in parts:
            _copy(table, names, [rows.written()])
        return
    kinds = [rows.written() for _, rows in parts]
    order = np.argsort(np.concatenate([numbers for numbers, _ in parts]), kind="stable")
    place, widths = np.empty(len(order), dtype=np.int64), np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    together = np.empty((len(order), max(kind.itemsize for kind in kinds)), dtype=np.uint8)
    for kind, of in zip(kinds, np.split(place, np.cumsum([len(kind) for kind in kinds])[:-1]), strict=True):
        widths[of] = kind.itemsize
        together[of, : kind.itemsize] = kind.view(np.uint8).reshape(len(kind), -1)
    _copy(table, names, _closed_up(together, widths))


#: Rows closed up at once: about what stays in the processor's cache.
_CLOSED_UP = 4_096


def _closed_up(rows: Column, widths: Column) -> Iterator[Column]:
    """The bytes of rows of several widths, without what lies between them."""
    within = np.arange(rows.shape[1]) < np.unique(widths)[:, np.newaxis]
    for start in range(0, len(rows), _CLOSED_UP):
        part = slice(start, start + _CLOSED_UP)
        yield rows[part][within[np.searchsorted(np.unique(widths), widths[part])]]


def _copy(table: str, names: Sequence[str], parts: Iterable[Column]) -> None:
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.write(_HEADER)
        for part in parts:
            copy.write(part.view(np.uint8).data)
        copy.write(_TRAILER)


def code_of(column: str, values: Iterable[str], *, times: int = 1) -> str:
    """In SQL, the place of a text among these, times so much; absent, hence not read, where it is none of them."""
    places = " ".join(f"WHEN '{value}' THEN {place * times}" for place, value in enumerate(values))
    return f"CASE {column} {places} END"


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


def ends(ids: Column) -> tuple[UUID, UUID]:
    """The first and the last of some identifiers, whatever their order; there are some."""
    halves = _halves(ids)
    found = []
    for end in (np.min, np.max):
        rows = halves[halves[:, 0] == end(halves[:, 0])]
        found.append(UUID(int=(int(rows[0, 0]) << 64) | int(end(rows[:, 1]))))
    return found[0], found[1]


def distinct(ordered: Column) -> int:
    """How many different identifiers a column in order has."""
    return int(np.count_nonzero(~same(ordered[1:], ordered[:-1]))) + 1 if len(ordered) else 0


def opens(ordered: Column) -> Column:
    """Where another identifier begins in a column in order: true of the first, and of each unlike the one before."""
    return np.concatenate([np.ones(min(1, len(ordered)), dtype=bool), ~same(ordered[1:], ordered[:-1])])


def in_order(ids: Column, *then: Column) -> Column:
    """The places of identifiers in their order, those that are the same by further columns, one after the other."""
    halves = _halves(ids)
    return np.lexsort((*reversed(then), halves[:, 1], halves[:, 0]))


def told_apart(texts: Column) -> tuple[Column, Column]:
    """The different texts of a column of at most eight bytes each, in their order, and the place of each row's text.

    Compared as numbers: as texts they take three times as long.
    """
    names, places_ = np.unique(texts.astype("S8").view(">u8").astype(np.uint64), return_inverse=True)
    return names.astype(">u8").view("S8").astype(texts.dtype), places_


def summed(group: Column, numbers: Column, groups: int) -> Column:
    """The sum of each group's numbers, `group` being the group of each: in whole numbers, hence exact."""
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, group, numbers)
    return sums


def is_in_order(ids: Column) -> bool:
    """Whether identifiers stand in their order; the same one may stand several times."""
    halves = _halves(ids)
    high, low = halves[:, 0], halves[:, 1]
    later = (high[1:] > high[:-1]) | ((high[1:] == high[:-1]) & (low[1:] >= low[:-1]))
    return bool(later.all())


def same(ids: Column, others: Column) -> Column:
    """Where two columns of identifiers are the same, as numbers: compared as bytes they take ten times as long."""
    here, there = (np.ascontiguousarray(each).view(np.uint64).reshape(-1, 2) for each in (ids, others))
    return (here[:, 0] == there[:, 0]) & (here[:, 1] == there[:, 1])


def places(sorted_keys: Column, keys: Column) -> tuple[Column, Column]:
    """Where each of `keys` stands in `sorted_keys`, and whether it is there at all."""
    if len(sorted_keys) == 0:
        return np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=bool)
    if sorted_keys.dtype == keys.dtype == np.dtype(UUIDS) and len(keys):
        # Moments come first in our identifiers: as numbers, eight bytes nearly always tell two of them apart.
        halves, wanted = _halves(sorted_keys), _halves(keys)
        if np.array_equal(halves, wanted):
            return np.arange(len(keys)), np.ones(len(keys), dtype=bool)
        high, first = halves[:, 0], wanted[:, 0]
        if np.all(high[1:] > high[:-1]):
            at = np.minimum(np.searchsorted(high, first), len(high) - 1)
            return at, (high[at] == first) & (halves[at, 1] == wanted[:, 1])
    at = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    return at, sorted_keys[at] == keys


def _halves(ids: Column) -> Column:
    """Identifiers as two numbers each, in the machine's own order of bytes."""
    return np.ascontiguousarray(ids).view(">u8").reshape(-1, 2).astype(np.uint64)
