"""Slabs written and read: columns in, columns out. Everybody but the run that writes them passes through `kept`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection

from acquis.kit import columns as kit
from acquis.kit.columns import UUIDS, Column

#: Accounts in a slab: about 15 kB.
ACCOUNTS = 512
#: Fewer years than this are written as rows: each run that has slabs costs who reads one account a search more.
AT_LEAST = 256

NUMBERS = ("traits", "worked", "reference", "before", "earned", "ceiling", "granted")
_HEAD = {
    "run": "int4", "last": "uuid", "first": "uuid", "slice": "int4", "part": "int2", "year": "int2",
    "credited_on": "date", "accounts": "int2", "digest": "bytea",
}  # fmt: skip
_BYTES = ("owners", *NUMBERS)

# Runs that have slabs are few: one descent of the key finds the next.
_RUNS = """
    WITH RECURSIVE runs(run, year) AS (
        (SELECT run, year FROM accounts_yearslab ORDER BY run, last LIMIT 1)
         UNION ALL
        SELECT n.run, n.year FROM runs r CROSS JOIN LATERAL (
            SELECT run, year FROM accounts_yearslab WHERE run > r.run ORDER BY run, last LIMIT 1) n
    )
"""
# Those that end in the range, and the one that goes beyond it.
_BETWEEN = """
      FROM runs r CROSS JOIN LATERAL (
        SELECT s.* FROM accounts_yearslab s WHERE s.run = r.run AND s.last BETWEEN %(first)s AND %(until)s
         UNION ALL
        SELECT n.* FROM (SELECT * FROM accounts_yearslab o WHERE o.run = r.run AND o.last > %(until)s
                          ORDER BY o.last LIMIT 1) n WHERE n.first <= %(until)s
      ) s
"""
_OF_ACCOUNTS = """
      FROM runs r CROSS JOIN unnest(%(accounts)s::uuid[]) a(id) CROSS JOIN LATERAL (
        SELECT * FROM accounts_yearslab o WHERE o.run = r.run AND o.last >= a.id ORDER BY o.last LIMIT 1) s
"""
_WANTED = """
     WHERE (%(year)s::int IS NULL OR r.year = %(year)s) AND (%(run)s::int IS NULL OR r.run = %(run)s)
"""
#: Whether a range touches a slab of a run.
_TOUCHED = """
    SELECT EXISTS (SELECT FROM (SELECT first FROM accounts_yearslab WHERE run = %s AND last >= %s
                                 ORDER BY last LIMIT 1) n WHERE n.first <= %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """One place for each year found in slabs, by run and account; `numbers` are those that were asked for."""

    accounts: Column
    run: Column
    year: Column
    day: Column
    numbers: dict[str, Column]

    def __len__(self) -> int:
        return len(self.accounts)


def free(run: int, first: UUID, last: UUID) -> bool:
    """Whether a slab of the run may be written for accounts between two: none of its slabs is there yet."""
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED, [run, first, last])
        (touched,) = cursor.fetchone()
    return not touched


def last_year() -> int | None:
    """The latest year of a slab."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_RUNS} SELECT max(year) FROM runs")  # noqa: S608
        return cursor.fetchone()[0]


def write(*, run: int, number: int, year: int, on: date, accounts: Column, numbers: dict[str, Column]) -> None:
    """Append the slabs of a slice, in the caller's transaction; accounts come in their order, each once."""
    packed = {"owners": np.ascontiguousarray(accounts).tobytes()}
    packed |= {name: _packed(numbers[name]) for name in NUMBERS}
    widths = {name: len(packed[name]) // len(accounts) for name in _BYTES}
    names = [*_HEAD, *_BYTES]
    connection.ensure_connection()
    with (
        connection.wrap_database_errors,
        psycopg.Cursor(connection.connection) as cursor,
        cursor.copy(f"COPY accounts_yearslab ({', '.join(names)}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.set_types([*_HEAD.values(), *("bytea" for _ in _BYTES)])
        for part, start in enumerate(range(0, len(accounts), ACCOUNTS)):
            count = min(ACCOUNTS, len(accounts) - start)
            of = [packed[name][start * widths[name] : (start + count) * widths[name]] for name in _BYTES]
            ids = of[0]
            first, last = UUID(bytes=ids[:16]), UUID(bytes=ids[-16:])
            told = digest(run, number, part, year, on, of)
            copy.write_row([run, last, first, number, part, year, on, count, told, *of])


def digest(run: int, number: int, part: int, year: int, on: date, columns: Sequence[bytes]) -> bytes:
    """What seals a slab; `checks` asks the server for the same."""
    found = sha256(f"{run} {number} {part} {year} {on.isoformat()}".encode())
    for column in columns:
        found.update(column)
    return found.digest()


def _packed(column: Column) -> bytes:
    """Numbers, none below zero, as wide as the greatest asks."""
    if column.min() < 0:
        raise ValueError("a slab has no numbers below zero")
    greatest = int(column.max())
    width = next(width for width in (1, 2, 4, 8) if greatest < 1 << (8 * width - 1))
    return bytes(column.astype(f">u{width}").tobytes())


def between(
    first: UUID, last: UUID, *, year: int | None = None, run: int | None = None, names: Sequence[str] = NUMBERS
) -> Elements:
    """What slabs have of the accounts from `first` to `last`, both included: of a year, of a run, or of all."""
    found = _found(_BETWEEN, _WANTED, {"first": first, "until": last, "year": year, "run": run}, names)
    if not len(found):
        return found
    ends = kit.uuids([first, last])
    inside = np.searchsorted(ends[:1], found.accounts, side="right").astype(bool)
    inside &= ~np.searchsorted(ends[1:], found.accounts, side="left").astype(bool)
    return found if inside.all() else _at(found, np.flatnonzero(inside))


def of_accounts(accounts: Collection[UUID], *, run: int | None = None) -> Elements:
    """What slabs have of these accounts: of one run, or of all."""
    wanted = sorted(accounts)
    values: dict[str, Any] = {"accounts": wanted, "year": None, "run": run}
    found = _found(_OF_ACCOUNTS, f"{_WANTED} AND s.first <= a.id", values, NUMBERS)
    return _at(found, np.flatnonzero(kit.places(kit.uuids(wanted), found.accounts)[1]))


def _at(of: Elements, places: Column) -> Elements:
    numbers = {name: column[places] for name, column in of.numbers.items()}
    return Elements(
        accounts=of.accounts[places], run=of.run[places], year=of.year[places], day=of.day[places], numbers=numbers
    )


def _found(found_in: str, where: str, values: dict[str, Any], names: Sequence[str]) -> Elements:
    columns = ", ".join(f"s.{name}" for name in ("owners", *names))
    statement = f"""
        {_RUNS}
        SELECT DISTINCT ON (s.run, s.last) s.run, s.year, s.credited_on - DATE '2000-01-01', s.accounts, {columns}
        {found_in} {where} ORDER BY s.run, s.last
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        rows = cursor.execute(statement, values, binary=True).fetchall()
    counts = np.array([row[3] for row in rows], dtype=np.int64)
    run, year, day = (np.repeat(np.array([row[at] for row in rows], dtype=np.int64), counts) for at in range(3))
    return Elements(
        accounts=np.frombuffer(b"".join(row[4] for row in rows), dtype=UUIDS),
        run=run,
        year=year,
        day=day,
        numbers={name: _numbers([row[at] for row in rows], counts) for at, name in enumerate(names, start=5)},
    )


def _numbers(parts: Sequence[bytes], counts: Column) -> Column:
    """One column of several slabs, whose widths may differ."""
    each = [np.frombuffer(part, dtype=f">u{len(part) // count}") for part, count in zip(parts, counts, strict=True)]
    return np.concatenate([*each, np.empty(0, dtype=np.int64)]).astype(np.int64)
