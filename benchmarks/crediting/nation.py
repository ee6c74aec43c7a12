"""`python -m benchmarks.crediting.nation --accounts 40000000`: a nation's run, walked by several processes.

As in `benchmarks.crediting`, but several walk the run at once, each on tracks of its own, and several reconcile it.
Accounts are laid and their facts drawn off the clock, the facts into files of a slice each. Beside, in the same run and
by as many processes: the ceiling, which is the least that still writes something down: an owner and an amount for each
year credited, written by COPY, and a primary key made of them afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import numpy as np
import psycopg
from benchmarks.crediting import told
from benchmarks.crediting.__main__ import AT, LAY, YEAR, Processors, a_large_server, facts_of, show
from benchmarks.ledger.__main__ import a_database

SLICE = 100_000
BARE = "CREATE TABLE bare_credit (account uuid NOT NULL, cents bigint NOT NULL)"
BARE_KEY = "ALTER TABLE bare_credit ADD PRIMARY KEY (account)"


def main() -> None:
    """Print one line a stage, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crediting.nation")
    parser.add_argument("--accounts", type=int, nargs="+", default=[4_000_000])
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", action="store_true", help="before, years kept in rows; then as they are, in slabs")
    parser.add_argument("--alone", action="store_true", help="read one account's years, with one run and with five")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = []
    for accounts in args.accounts:
        digests = set()
        for in_rows in (True, False) if args.rows else (False,):
            # A server each: neither writes what the other left to be written.
            with (
                a_large_server() as server,
                a_database(server) as url,
                tempfile.TemporaryDirectory() as folder,
                workers(args.processes, url, in_rows=in_rows) as pool,
            ):
                figures, digest = measure(pool, accounts, args.seed, args.processes, url, Path(folder), args.alone)
            found.append(figures)
            digests.add(digest)
            if not args.json:
                print("years in rows" if in_rows else "years in slabs")
                show(figures)
        assert len(digests) == 1, "versions are not the same"
    if args.json:
        json.dump(found, sys.stdout, indent=1)


def workers(processes: int, url: str, *, in_rows: bool = False) -> ProcessPoolExecutor:
    """Processes, each with its connection; the one that measures has none, and so no Django."""
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=begin, initargs=(url, in_rows))


def begin(url: str, in_rows: bool = False) -> None:
    os.environ |= {"ACQUIS_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "acquis.site.settings"}
    django.setup()
    if in_rows:
        from acquis.accounts import slabs

        slabs.AT_LEAST = sys.maxsize


@dataclass(frozen=True, slots=True)
class Walked:
    """A run carried out and reconciled: seconds and processor seconds by stage, and what agreed."""

    run_id: UUID
    spent: dict[str, float]
    used: dict[str, float]
    timed: Callable[[str, Callable[[], Any]], Any]
    versions: int
    cents: int


def walked(
    pool: ProcessPoolExecutor,
    accounts: int,
    seed: int,
    processes: int,
    url: str,
    folder: Path,
    fitted: Callable[[], object] = lambda: None,
    walking: Callable[[UUID], object] | None = None,
) -> Walked:
    """Lay the nation and draw its facts, off the clock; then the run, on it.

    `fitted` is called once the tables are there; `walking` carries the run out in place of the walkers of the pool.
    """
    slices = -(-accounts // SLICE)
    pool.submit(migrate).result()
    fitted()
    list(pool.map(partial(lay, url, accounts), range(0, accounts, 500_000)))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE accounts_account, accounts_purse, ledger_guardedaccount")
    list(pool.map(partial(draw, accounts, seed, folder), range(slices)))
    run_id = pool.submit(prepared, accounts, processes).result()

    clock, spent, used = Processors(url), dict[str, float](), dict[str, float]()

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        begun, before = time.perf_counter(), clock.seconds() + children(pool)
        found = work()
        spent[stage], used[stage] = time.perf_counter() - begun, clock.seconds() + children(pool) - before
        return found

    def of_the_pool(run_id: UUID) -> list[None]:
        return list(pool.map(partial(walk, run_id, folder, slices, processes), range(processes)))

    timed("carried out", lambda: (walking or of_the_pool)(run_id))
    pool.submit(finish, run_id).result()
    versions, cents = timed("reconciled", lambda: together(pool, run_id))
    return Walked(run_id, spent, used, timed, versions, cents)


def measure(
    pool: ProcessPoolExecutor, accounts: int, seed: int, processes: int, url: str, folder: Path, ask_alone: bool
) -> tuple[dict[str, float], str]:
    """Seconds by stage, and what follows from them; and the digest of every version."""
    of = walked(pool, accounts, seed, processes, url, folder)
    slices, spent, used, timed = -(-accounts // SLICE), of.spent, of.used, of.timed
    versions, cents = of.versions, of.cents
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*), sum(amount_cents), pg_total_relation_size('ledger_credit'),"
            " pg_total_relation_size('accounts_yearlycredit') + pg_total_relation_size('accounts_yearslab')"
            " FROM ledger_credit"
        ).fetchone()
    assert row is not None
    credited, given, transfers, years = row
    assert cents == given, (cents, given)
    number, ranges = pool.submit(ranges_of, of.run_id).result()
    digest = sha256("".join(pool.map(partial(told.versions, number), ranges)).encode()).hexdigest()
    load = os.getloadavg()[0]
    alone = told_alone(pool, accounts, seed, url) if ask_alone else {}
    timed("balances folded afterwards", lambda: list(pool.map(fold_all, range(processes))))
    with psycopg.connect(url, autocommit=True) as connection:
        (held,) = connection.execute("SELECT sum(posted_cents) FROM ledger_guardedaccount").fetchone() or (0,)
        assert held == given, (held, given)
        connection.execute(BARE)
    timed("the ceiling: copied", lambda: list(pool.map(partial(copy_bare, folder), range(slices))))
    with psycopg.connect(url, autocommit=True) as connection:
        timed("the ceiling: its key", lambda: connection.execute(BARE_KEY))
        (bare,) = connection.execute("SELECT pg_total_relation_size('bare_credit')").fetchone() or (0,)
    whole = spent["carried out"] + spent["reconciled"]
    ceiling = spent["the ceiling: copied"] + spent["the ceiling: its key"]
    figures = {
        "accounts": accounts,
        "processes": processes,
        "years kept": versions,
        "years credited": credited,
        **{f"{stage}, s": seconds for stage, seconds in spent.items()},
        **{f"{stage}, processor s": seconds for stage, seconds in used.items()},
        "whole run, s": whole,
        "whole run, accounts/s": accounts / whole,
        "whole run, processor µs an account": (used["carried out"] + used["reconciled"]) / accounts * 1e6,
        "whole run : ceiling": whole / ceiling,
        "bytes a transfer": transfers / credited,
        "bytes a year kept": years / versions,
        "bytes of the ceiling": bare / credited,
        **alone,
        "load of the machine at the end of the run": load,
    }
    return figures, digest


def told_alone(pool: ProcessPoolExecutor, accounts: int, seed: int, url: str) -> dict[str, float]:
    """How long one account's years take to be told, with this run behind it and with four more."""
    drawn = [_account(each) for each in random.Random(seed).choices(range(1, accounts + 1), k=told.ASKED)]
    alone = pool.submit(told.years_of_one, drawn, "one run").result()
    with psycopg.connect(url, autocommit=True) as connection:
        for table in ("accounts_yearlycredit", "accounts_yearslab"):
            for former in range(1, 5):
                connection.execute(told.AGAIN.format(table=table, former=former).encode())
            connection.execute(f"VACUUM ANALYZE {table}".encode())
    return alone | pool.submit(told.years_of_one, drawn, "five runs").result()


def children(pool: ProcessPoolExecutor) -> float:
    """Processor seconds of our own processes."""
    used, ticks = 0, os.sysconf("SC_CLK_TCK")
    for pid in pool._processes:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        used += sum(map(int, fields[11:13]))
    return used / ticks


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def lay(url: str, accounts: int, before: int) -> None:
    with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(LAY.encode(), {"a": before + 1, "b": min(accounts, before + 500_000)})  # type: ignore[arg-type]


def draw(accounts: int, seed: int, folder: Path, number: int) -> None:
    """The facts of a slice, into a file."""
    from acquis.insight.population import Population

    facts = facts_of(Population(accounts, seed).slice(number), number * SLICE + 1)
    columns = {name: getattr(facts, name) for name in type(facts).__dataclass_fields__ if name not in ("year", "odd")}
    np.savez(folder / f"{number}.npz", **columns)


def facts_in(folder: Path, number: int) -> Any:
    from acquis.accounts.types import YearColumns

    with np.load(folder / f"{number}.npz") as columns:
        return YearColumns(year=YEAR, **columns)


def prepared(accounts: int, processes: int) -> UUID:
    """A run approved, with a track for each process, cut where slices end."""
    from acquis.crediting.actions import advance, approve, prepare
    from acquis.crediting.models import Run
    from acquis.crediting.types import RunKind
    from acquis.kit.actor import Actor, Role, system

    finance = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=1))
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=2))
    run_id = prepare(kind=RunKind.YEARLY, year=YEAR, by=finance, at=AT)
    advance(run_id=run_id, rows=[], by=system("benchmark"), at=AT)
    approve(run_id=run_id, by=approver, at=AT)
    run, slices = Run.objects.get(pk=run_id), -(-accounts // SLICE)
    run.tracks.all().delete()
    ends = [None, *(_account(first_slice(slices, processes, each) * SLICE) for each in range(1, processes)), None]
    for number in range(processes):
        run.tracks.create(number=number, after=ends[number], upto=ends[number + 1])
    return run_id


def _account(number: int) -> UUID:
    head = f"{1_700_000_000_000 + number:012x}"
    return UUID(f"{head}70008{number:015x}")


def first_slice(slices: int, processes: int, process: int) -> int:
    return slices * process // processes


def walk(run_id: UUID, folder: Path, slices: int, processes: int, process: int) -> None:
    """The slices of one track, one transaction each."""
    from acquis.crediting.actions import advance
    from acquis.kit.actor import system

    for number in range(first_slice(slices, processes, process), first_slice(slices, processes, process + 1)):
        advance(run_id=run_id, facts=facts_in(folder, number), by=system("benchmark"), at=AT)


def finish(run_id: UUID) -> None:
    from acquis.crediting.actions import advance
    from acquis.kit.actor import system

    while advance(run_id=run_id, rows=[], by=system("benchmark"), at=AT):
        pass


def together(pool: ProcessPoolExecutor, run_id: UUID) -> tuple[int, int]:
    """The reconciliation of the run, its ranges spread over the processes; how many versions and cents agree."""
    number, ranges = pool.submit(ranges_of, run_id).result()
    found = list(pool.map(partial(read_range, number), ranges))
    return sum(versions for versions, _ in found), sum(cents for _, cents in found)


def ranges_of(run_id: UUID) -> tuple[int, list[tuple[UUID, UUID]]]:
    from acquis.accounts import queries as accounts
    from acquis.crediting.models import Run
    from acquis.crediting.reconciling import RANGE

    return Run.objects.get(pk=run_id).number, accounts.ranges(RANGE)


def read_range(number: int, ends: tuple[UUID, UUID]) -> tuple[int, int]:
    """How many versions and cents of a range agree; all do."""
    from acquis.crediting import reconciling

    read = reconciling.read_range(reconciling.Range(number, *ends))
    assert not read.differences, read.differences
    assert all(facts == ledger == balances for facts, ledger, balances in read.sums.values())
    return read.versions, sum(ledger for _, ledger, _ in read.sums.values())


def fold_all(_: int) -> None:
    from acquis.kit.actor import system
    from acquis.ledger.actions import fold

    while fold(by=system("benchmark"), at=AT):
        pass


def copy_bare(folder: Path, number: int) -> None:
    """An owner and an amount for each year of the slice, in a transaction."""
    from django.db import transaction

    from acquis.kit import columns as kit

    facts = facts_in(folder, number)
    with transaction.atomic():
        kit.write("bare_credit", ["account", "cents"], [kit.UUIDS, kit.BIGINT], [facts.accounts, facts.worked])


if __name__ == "__main__":
    main()
