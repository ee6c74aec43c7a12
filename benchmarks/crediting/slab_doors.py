"""The doors of the product at which slabs of credits stand in place of rows: a slice posted, what is held, what moved.

All else of a run is the product's own: tracks, locks, the law, years kept, figures, the journal, reconciling.
`Shape.fitted` puts the doors into this process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import connection

_HEAD = ("run", "shard", "last", "first", "slice", "part", "accounts", "digest", "owners")
_HEAD_TYPES = ("int4", "int2", "uuid", "uuid", "int4", "int2", "int2", "bytea", "bytea")


class Shape:
    """How slabs are cut, and the doors of the product through which they are written and read."""

    def __init__(self, *, accounts: int, shards: int) -> None:
        self.accounts, self.shards = accounts, shards

    # ------------------------------------------------------------------ writing

    def post(self, of: Any, *, by: Any, at: datetime) -> None:
        """In place of the credits of `ColumnSlice.write`, for the many: a slab for every few hundred."""
        if not of.groups:
            return
        rows = np.concatenate([group.rows for group in of.groups])
        order = np.argsort(rows, kind="stable")
        granted = np.concatenate([group.granted for group in of.groups])[order]
        owners = of.facts.accounts[rows[order]]
        book = np.concatenate([np.full(len(group.rows), place) for place, group in enumerate(of.groups)])[order]
        books = [_book(of, group.regime, by=by, at=at) for group in of.groups]
        gives = granted > 0
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO slab_run (run, shards) VALUES (%s, %s) ON CONFLICT DO NOTHING", [of.run, self.shards]
            )
        credits = {"purses": of.purses[of.at_row[rows[order]]][gives], "book": book[gives], "cents": granted[gives]}
        sums = granted[gives]
        self._copy("slab_credit", of, owners[gives], credits, {"books": ("int4[]", books)}, sums=sums)

    def _copy(
        self, table: str, of: Any, owners: Any, columns: dict[str, Any], same: dict[str, Any], sums: Any = None
    ) -> None:
        shard = np.ascontiguousarray(owners).view(np.uint8).reshape(-1, 16)[:, 15] % self.shards
        order = np.argsort(shard, kind="stable")
        written = {"owners": owners[order]} | {name: column[order] for name, column in columns.items()}
        packed = {name: _packed(column) for name, column in written.items()}
        widths = {name: len(of_all) // len(owners) for name, of_all in packed.items()}
        ends = np.cumsum(np.bincount(shard, minlength=self.shards))
        names = [*_HEAD, *same, *columns, *(["total_cents"] if sums is not None else [])]
        types = [*_HEAD_TYPES, *(kind for kind, _ in same.values()), *(["bytea"] * len(columns))]
        types += ["int8"] if sums is not None else []
        part = 0
        with (
            psycopg.Cursor(connection.connection) as cursor,
            cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT binary)") as copy,
        ):
            copy.set_types(types)
            for number, (begin, end) in enumerate(zip([0, *ends[:-1]], ends, strict=True)):
                for first in range(begin, end, self.accounts):
                    last = min(first + self.accounts, end)
                    cut = {name: packed[name][first * wide : last * wide] for name, wide in widths.items()}
                    ids = cut.pop("owners")
                    digest = sha256(ids)
                    for name in columns:
                        digest.update(cut[name])
                    head = (of.run, number, UUID(bytes=bytes(ids[-16:])), UUID(bytes=bytes(ids[:16])), of.number, part)
                    row = [*head, last - first, digest.digest(), ids, *(value for _, value in same.values())]
                    row += cut.values()
                    if sums is not None:
                        row.append(int(written["cents"][first:last].sum()))
                    copy.write_row(row)
                    part += 1

    def fitted(self) -> None:
        """Put slabs in place of rows of credits in this process."""
        from acquis.accounts import columns
        from acquis.ledger import queries as ledger

        write = columns.ColumnSlice.write

        def both(of: Any, *, by: Any, at: datetime) -> None:
            self.post(of, by=by, at=at)
            write(of, by=by, at=at)

        columns.ColumnSlice.write = both  # type: ignore[method-assign]
        columns.ColumnSlice._post = lambda of, regime, *, by, at: None  # type: ignore[method-assign]
        held, moved = ledger.balances_between, ledger.moved_between
        ledger.balances_between = lambda first, last: _held(held(first, last), first, last)
        ledger.moved_between = lambda first, last: _moved(moved(first, last), first, last)
        ledger.held_and_moved = lambda *ends: (ledger.balances_between(*ends), ledger.moved_between(*ends))


def _book(of: Any, regime: Any, *, by: Any, at: datetime) -> int:
    """The run's book of the regime and the day, as `run_books.give` opens it."""
    from acquis.accounts.models import book_reference
    from acquis.ledger.actions import open_book
    from acquis.ledger.types import Code, House, house

    return open_book(
        reference=book_reference(of.run, of.facts.year, regime.value, of.today),
        debit=house(House.RIGHTS_ISSUED),
        code=Code.YEARLY_CREDIT,
        effective_on=of.today,
        by=by,
        at=at,
    )


def _packed(column: Any) -> bytes:
    """Identifiers as they are; numbers, none below zero, as wide as the greatest asks."""
    if column.dtype.kind == "S":
        return bytes(column.tobytes())
    assert not len(column) or column.min() >= 0
    greatest = int(column.max(initial=0))
    width = next(width for width in (1, 2, 4, 8) if greatest < 1 << (8 * width - 1))
    return bytes(column.astype(f">u{width}").tobytes())


@dataclass(frozen=True, slots=True)
class _Found:
    """Slabs of a range of accounts as one: for each element its slab's row (`of`), its account, and its columns."""

    slabs: list[Any]
    of: Any
    owners: Any
    columns: dict[str, Any]


def _found(table: str, columns: Sequence[str], same: Sequence[str], first: UUID, last: UUID, where: str) -> _Found:
    """What slabs say of the accounts from `first` to `last`, in their order; the rows of `slabs` have what is same."""
    with psycopg.Cursor(connection.connection) as cursor:
        slabs = cursor.execute(
            f"SELECT {', '.join([*same, 'accounts', 'owners', *columns])} FROM {table}"
            f" WHERE last >= %s AND first <= %s AND {where} ORDER BY first",
            [first, last],
            binary=True,
        ).fetchall()
    begin = len(same)
    counts = np.array([row[begin] for row in slabs], dtype=np.int64)
    owners = np.frombuffer(b"".join(row[begin + 1] for row in slabs), dtype="S16")
    unpacked = {
        name: _unpacked([row[begin + 2 + place] for row in slabs], counts, name) for place, name in enumerate(columns)
    }
    of = np.repeat(np.arange(len(counts)), counts)
    halves = owners.view(">u8").reshape(-1, 2).astype(np.uint64)
    least, most = (np.frombuffer(each.bytes, dtype=">u8").astype(np.uint64) for each in (first, last))
    kept = (halves[:, 0] > least[0]) | ((halves[:, 0] == least[0]) & (halves[:, 1] >= least[1]))
    kept &= (halves[:, 0] < most[0]) | ((halves[:, 0] == most[0]) & (halves[:, 1] <= most[1]))
    order = np.flatnonzero(kept)
    if np.any(halves[order[1:], 0] <= halves[order[:-1], 0]):
        order = order[np.lexsort((halves[order, 1], halves[order, 0]))]
    return _Found(slabs, of[order], owners[order], {name: column[order] for name, column in unpacked.items()})


def _unpacked(parts: list[bytes], counts: Any, name: str) -> Any:
    if name == "purses":
        return np.frombuffer(b"".join(parts), dtype="S16")
    numbers = [np.frombuffer(part, dtype=f">u{len(part) // count}") for part, count in zip(parts, counts, strict=True)]
    return np.concatenate([*numbers, np.empty(0, dtype=np.int64)]).astype(np.int64)


def _credits(first: UUID, last: UUID) -> tuple[_Found, Any]:
    """The credits of a range, and the book of each."""
    found = _found("slab_credit", ["purses", "book", "cents"], ["run", "books"], first, last, "true")
    if not len(found.of):
        return found, np.empty(0, dtype=np.int64)
    wide = max(len(row[1]) for row in found.slabs)
    books = np.array([row[1] + [0] * (wide - len(row[1])) for row in found.slabs], dtype=np.int64)
    return found, books[found.of, found.columns["book"]]


def _held(rows: Any, first: UUID, last: UUID) -> Any:
    """What the rows hold, and what waits in slabs."""
    found, _ = _credits(first, last)
    cents, nothing = found.columns["cents"].copy(), np.zeros(len(found.of), dtype=np.int64)
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner, run FROM slab_early WHERE owner BETWEEN %s AND %s", [first, last])
        for owner, run in cursor.fetchall():
            # Already in the row.
            for place in np.flatnonzero(found.owners == owner.bytes):
                if found.slabs[found.of[place]][0] == run:
                    cents[place] = 0
    return replace(
        rows,
        owners=np.concatenate([rows.owners, found.owners]),
        ids=np.concatenate([rows.ids, found.columns["purses"]]),
        posted=np.concatenate([rows.posted, cents]),
        reserved=np.concatenate([rows.reserved, nothing]),
        opened=np.concatenate([rows.opened, nothing.astype(bool)]),
    )


def _moved(rows: Any, first: UUID, last: UUID) -> Any:
    """What rows moved, and what slabs did."""
    found, books = _credits(first, last)
    return replace(
        rows,
        owners=np.concatenate([rows.owners, found.owners]),
        accounts=np.concatenate([rows.accounts, found.columns["purses"]]),
        ids=np.concatenate([rows.ids, np.zeros(len(found.of), dtype="S16")]),
        amounts=np.concatenate([rows.amounts, found.columns["cents"]]),
        book=np.concatenate([rows.book, books]),
    )
