"""`python -m benchmarks.crediting.where 300000 [--persons]`: where the processor time of a run goes, statement by
statement, by one walker: the server's as the kernel counts it for that connection, ours beside. Microseconds an
account. `--persons` lays a person with a postal code for each account: departments are then found.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import psycopg
from benchmarks.crediting import nation
from benchmarks.crediting.__main__ import a_large_server
from benchmarks.ledger.__main__ import a_database

PERSONS = """
INSERT INTO people_person (id, birth_name, usage_name, first_names, birth_name_key, usage_name_key, first_names_key,
       sex, born_on, birth_place, birth_country, email, phone, address, postal_code, town, registered_at)
SELECT person_id, 'N' || n, '', 'P' || n, 'n' || n, '', 'p' || n,
       'female', date '1960-01-01' + (n % 15000)::int, '', '99100', '', '', '12 rue de la Paix',
       lpad((1 + n * 7919 % 95)::text, 2, '0') || '000', 'V', now()
  FROM (SELECT person_id, row_number() OVER (ORDER BY id) AS n FROM accounts_account) a
"""
TOLD = 12


def main() -> None:
    accounts = int(sys.argv[1])
    with a_large_server() as server, a_database(server) as url, tempfile.TemporaryDirectory() as folder:
        slices = -(-accounts // nation.SLICE)
        nation.begin(url)
        nation.migrate()
        for before in range(0, accounts, 500_000):
            nation.lay(url, accounts, before)
        with psycopg.connect(url, autocommit=True) as connection:
            if "--persons" in sys.argv:
                connection.execute(PERSONS)
            connection.execute("VACUUM ANALYZE accounts_account, accounts_purse, ledger_guardedaccount, people_person")
        for number in range(slices):
            nation.draw(accounts, 1, Path(folder), number)
        run_id = nation.prepared(accounts, 1)
        spent = Spent(accounts)
        with spent.of("carried out"):
            nation.walk(run_id, Path(folder), slices, 1, 0)
        number, ranges = nation.ranges_of(run_id)
        with spent.of("reconciled"):
            for ends in ranges:
                nation.read_range(number, ends)


class Spent:
    """Processor time of this process's connection and of this process, by statement."""

    def __init__(self, accounts: int) -> None:
        from django.db import connection

        connection.ensure_connection()
        self.accounts = accounts
        self.schedule = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        self.server: dict[str, float] = defaultdict(float)
        self.ours: dict[str, float] = defaultdict(float)

    def now(self) -> tuple[float, float]:
        return int(self.schedule.read_text().split()[0]) / 1e3, time.process_time() * 1e6

    def of(self, phase: str) -> _Phase:
        return _Phase(self, phase)


class _Phase:
    """Statements timed while it lasts, then told."""

    def __init__(self, spent: Spent, phase: str) -> None:
        self.spent, self.phase = spent, phase

    def __enter__(self) -> None:
        spent = self.spent
        self.execute, self.copy = psycopg.Cursor.execute, psycopg.Cursor.copy
        spent.server.clear()
        spent.ours.clear()
        execute, copy = self.execute, self.copy

        def timed(cursor: Any, statement: Any, *words: Any, **named: Any) -> Any:
            before = spent.now()
            try:
                return execute(cursor, statement, *words, **named)
            finally:
                self.add(statement, before)

        def copied(cursor: Any, statement: Any, *words: Any, **named: Any) -> Any:
            return _Copied(self, statement, copy(cursor, statement, *words, **named))

        psycopg.Cursor.execute = timed  # type: ignore[method-assign]
        psycopg.Cursor.copy = copied  # type: ignore[method-assign, assignment]
        self.begun = spent.now()

    def __exit__(self, *error: object) -> None:
        spent, (server, ours) = self.spent, self.spent.now()
        psycopg.Cursor.execute, psycopg.Cursor.copy = self.execute, self.copy  # type: ignore[method-assign]
        server, ours = server - self.begun[0], ours - self.begun[1]
        each = spent.accounts
        print(f"{self.phase}: server {server / each:.2f}, ours {ours / each:.2f}; load {os.getloadavg()[0]:.1f}")
        for statement in sorted(spent.server, key=lambda one: -spent.server[one])[:TOLD]:
            print(f"  {spent.server[statement] / each:6.3f} {spent.ours[statement] / each:6.3f}  {statement}")

    def add(self, statement: Any, before: tuple[float, float]) -> None:
        server, ours = self.spent.now()
        told = re.sub(r"SELECT count\(\*\), string_agg.* FROM \(", "", re.sub(r"\s+", " ", str(statement)).strip())[
            :110
        ]
        self.spent.server[told] += server - before[0]
        self.spent.ours[told] += ours - before[1]


class _Copied:
    """A COPY, timed from its beginning to its end."""

    def __init__(self, phase: _Phase, statement: Any, copy: Any) -> None:
        self.phase, self.statement, self.inner = phase, statement, copy

    def __enter__(self) -> Any:
        self.before = self.phase.spent.now()
        return self.inner.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.inner.__exit__(*error)
        self.phase.add(self.statement, self.before)


if __name__ == "__main__":
    main()
