"""The rows that one purchase leaves, seen on a quiet server; written again by bare SQL, and multiplied into a past.

The ceiling writes, for each purchase, the same rows in the same number of transactions, with new identifiers, into
empty tables of the same columns and indexes, without keys between tables, triggers, or anything read or judged.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb


@dataclass(frozen=True, slots=True)
class Written:
    """Rows of one table in one transaction."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    return [name for (name,) in found.fetchall()]


def left_by(url: str, live: Callable[[], object]) -> list[list[Written]]:
    """What `live` left, transaction by transaction, in their order; nobody else may write meanwhile."""
    with psycopg.connect(url, autocommit=True) as connection:
        first = _now(connection)
        live()
        last = _now(connection)
        by_transaction: dict[int, list[Written]] = {}
        for table in tables(connection):
            told = connection.execute(
                sql.SQL(
                    "SELECT xmin::text::bigint AS which, t.* FROM {} t"
                    " WHERE xmin::text::bigint > %s AND xmin::text::bigint < %s"
                ).format(sql.Identifier(table)),
                [first, last],
            )
            assert told.description is not None
            columns = tuple(each.name for each in told.description[1:])
            grouped: dict[int, list[tuple[Any, ...]]] = {}
            for which, *row in told.fetchall():
                grouped.setdefault(which, []).append(tuple(row))
            for which, rows in grouped.items():
                by_transaction.setdefault(which, []).append(Written(table, columns, rows))
    return [by_transaction[which] for which in sorted(by_transaction)]


def _now(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    assert row is not None
    return int(row[0])


def bare_tables(url: str, left: list[list[Written]]) -> None:
    """An empty table of the same columns and indexes beside each table written."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA bare")
        for table in sorted({each.table for transaction in left for each in transaction}):
            connection.execute(
                sql.SQL("CREATE TABLE bare.{} (LIKE public.{} INCLUDING GENERATED)").format(
                    sql.Identifier(table), sql.Identifier(table)
                )
            )
            found = connection.execute(
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = %s", [table]
            ).fetchall()
            for number, (definition,) in enumerate(found):
                # Not unique: the numbers that the server gives are written again as they were.
                made = definition.replace("CREATE UNIQUE INDEX", "CREATE INDEX").replace(" ON public.", " ON bare.")
                words = made.split(" ")
                words[2] = f"bare_{number}_{words[2]}"[:60]
                connection.execute(" ".join(words).encode())


def write_bare(url: str, left: list[list[Written]], seconds: float, number: int) -> tuple[int, float]:
    """Write the rows of purchases for so long; how many purchases, and the seconds it took."""
    chance = random.Random(number)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        statements = [[(_insert(each), each) for each in transaction] for transaction in left]
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            known: dict[UUID, UUID] = {}
            for transaction in statements:
                for statement, each in transaction:
                    values = [_other(value, known, chance) for row in each.rows for value in row]
                    cursor.execute(statement, values)
                connection.commit()
            done += 1
        return done, time.perf_counter() - began


def _insert(each: Written) -> sql.Composed:
    row = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(each.columns)))
    return sql.SQL("INSERT INTO bare.{} ({}) VALUES {}").format(
        sql.Identifier(each.table),
        sql.SQL(", ").join(map(sql.Identifier, each.columns)),
        sql.SQL(", ").join([row] * len(each.rows)),
    )


def _other(value: Any, known: dict[UUID, UUID], chance: random.Random) -> Any:
    """The same value for another purchase."""
    if isinstance(value, UUID):
        if value not in known:
            known[value] = UUID(int=chance.getrandbits(128))
        return known[value]
    if isinstance(value, dict | list):
        return Jsonb(value, dumps=json.dumps)
    return value
