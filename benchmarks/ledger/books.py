"""`python -m benchmarks.ledger.books --accounts 1000000`: a run by `post_columns`, and INSERT … SELECT of its rows.

Stages: opening the accounts (off the clock), the run (COPY, key and balances in one), the same rows by one
INSERT … SELECT with its key, and the reconciliation: slices, credits and balances to the cent. Server and database
are those of `benchmarks.ledger`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import django
import numpy as np
import psycopg

from .__main__ import a_database, a_server

OPEN = """
    INSERT INTO ledger_guardedaccount (owner, id, unit, opened_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, ('ffffffffffffffff' || lpad(to_hex(-1 - n), 16, '0'))::uuid, 'eur', now()
      FROM generate_series(1, %s::bigint) n
"""

#: The same rows with their key, by the way that needs no Python: what COPY is to be compared with.
INSERT = """
    CREATE TABLE by_hand (LIKE ledger_credit INCLUDING ALL);
    INSERT INTO by_hand (owner, account, amount_cents, book)
    SELECT owner, account, amount_cents, book FROM ledger_credit ORDER BY book, owner
"""

RECONCILE = """
    SELECT (SELECT sum(amount_cents) FROM ledger_slice) = (SELECT sum(amount_cents) FROM ledger_credit)
       AND (SELECT sum(amount_cents) FROM ledger_credit) = (SELECT sum(posted_cents) FROM ledger_guardedaccount)
       AND NOT EXISTS (SELECT FROM ledger_guardedaccount g JOIN ledger_credit c ON c.book = %s AND c.owner = g.owner
                        WHERE (c.account, c.amount_cents) <> (g.id, g.posted_cents))
"""


def filled(first: int, size: int) -> dict[str, Any]:
    """The columns of owners `first` and after, whose ids are numbers; the purse of each is the owner's complement."""
    ids = np.zeros((size, 16), dtype=np.uint8)
    ids[:, 8:] = np.arange(first, first + size, dtype=">u8").view(np.uint8).reshape(-1, 8)
    cents = 1 + (np.arange(first, first + size, dtype=np.int64) * 7_919) % 80_000
    return {"owners": ids, "accounts": 255 - ids, "amounts_cents": cents}


def post_share(url: str, book: int, slices: list[int], size: int) -> float:
    """Post some slices of the run, in a process of its own; the seconds it took."""
    prepare(url)
    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.ledger.actions import post_columns

    begun = time.perf_counter()
    for number in slices:
        columns = filled(1 + number * size, size)
        post_columns(book=book, number=number, **columns, by=system("benchmark"), at=clock.now())
    return time.perf_counter() - begun


def prepare(url: str) -> None:
    os.environ["ACQUIS_DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
    django.setup()


def run(url: str, wanted: argparse.Namespace) -> dict[str, Any]:
    # Models can be imported only once Django is set up on the measure's own database.
    from django.core.management import call_command

    from acquis.kit import clock
    from acquis.kit.actor import system
    from acquis.ledger.actions import open_book
    from acquis.ledger.types import Code, House, house

    call_command("migrate", verbosity=0)
    with psycopg.connect(url, autocommit=True) as bare:
        bare.execute(OPEN, [wanted.accounts])
        bare.execute("VACUUM ANALYZE ledger_guardedaccount")
        bare.execute("CHECKPOINT")
        at = clock.now()
        book = open_book(
            reference="book:benchmark",
            debit=house(House.RIGHTS_ISSUED),
            code=Code.YEARLY_CREDIT,
            effective_on=clock.day_of(at),
            by=system("benchmark"),
            at=at,
        )
        numbers = list(range(wanted.accounts // wanted.slice))
        begun = time.perf_counter()
        with ProcessPoolExecutor(wanted.processes, mp_context=get_context("spawn")) as pool:
            half = -(-len(numbers) // wanted.processes)
            shares = [numbers[start : start + half] for start in range(0, len(numbers), half)]
            took = list(
                pool.map(post_share, *zip(*[(url, book, share, wanted.slice) for share in shares], strict=True))
            )
        stages = {"run with start of processes": time.perf_counter() - begun, "run": max(took)}
        for name, statement, values in (("insert select", INSERT, None), ("reconcile", RECONCILE, [book])):
            begun = time.perf_counter()
            answer = bare.execute(statement, values)
            stages[name] = time.perf_counter() - begun
        if answer.fetchone() != (True,):
            raise SystemExit("the run does not reconcile")
        row = bare.execute("SELECT pg_table_size('ledger_credit'), pg_indexes_size('ledger_credit')").fetchone()
    table, index = row or (0, 0)
    return {
        "accounts": wanted.accounts,
        "seconds": {name: round(value, 2) for name, value in stages.items()},
        "credits_per_second": round(wanted.accounts / stages["run"]),
        "bytes_per_credit": {"row": round(table / wanted.accounts, 1), "key": round(index / wanted.accounts, 1)},
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger.books", description=__doc__)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--slice", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    with a_server() as server, a_database(server) as url:
        prepare(url)
        json.dump(run(url, wanted), sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
