"""`python -m benchmarks.crediting.slabs --accounts 1000000`: a nation's run in slabs, beside the run of today.

The same nation, facts, law, acts and walkers as `benchmarks.crediting.nation`, twice in one run: credits into rows, as
the product does, and into slabs (`slab_shape.py`, put in place of rows by `slab_doors.py`); years in slabs in both.
Both are reconciled to the cent by the product, and every version and every credit of both is the same (digests
compared). Then one account is read, by rows and by slabs, with one run behind it and with five, and folded by several
at once.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from benchmarks.crediting import nation, told
from benchmarks.crediting.__main__ import a_large_server, show
from benchmarks.ledger.__main__ import a_database

ASKED = 3_000
#: What a page asks about one account, of rows and of slabs: what it holds, its movements.
QUESTIONS = {
    "rows": {
        "balance": "SELECT posted_cents FROM ledger_balance WHERE owner = %(owner)s AND id = %(purse)s",
        "movements": "SELECT code, effective_on, amount_cents, reference FROM ledger_movement WHERE owner = %(owner)s",
    },
    "slabs": {
        "balance": "SELECT slab_balance(%(owner)s, %(purse)s)",
        "movements": "SELECT b.code, b.effective_on, c.cents, b.reference || ' ' || %(owner)s::uuid"
        " FROM slab_credits(%(owner)s) c JOIN ledger_book b ON b.id = c.book",
    },
}
SIZES = {"rows": "ledger_credit", "slabs": "slab_credit"}
_AGAIN = """
    INSERT INTO slab_run SELECT {run} + 1000, shards FROM slab_run WHERE run < 1000;
    INSERT INTO slab_credit SELECT s.* FROM slab_credit o CROSS JOIN LATERAL
        jsonb_populate_record(o, jsonb_build_object('run', {run} + 1000)) s WHERE o.run < 1000;
"""


def main() -> None:
    """Print one line a figure for each shape, or JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crediting.slabs")
    parser.add_argument("--accounts", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--slab", type=int, default=512, help="accounts in a slab")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--checked", action="store_true", help="the database seeks the account of every credit")
    parser.add_argument("--killed", type=int, default=0, help="kill the walkers of slabs so many times (kill -9)")
    parser.add_argument("--only", choices=("rows", "slabs"), help="one shape alone")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    measured = []
    for accounts in args.accounts:
        found = {}
        for shape in ("rows", "slabs"):
            if args.only in (None, shape):
                # A server each: neither writes what the other left to be written.
                with a_large_server() as server, a_database(server) as url, tempfile.TemporaryDirectory() as folder:
                    found[shape] = measure(shape, accounts, args, url, Path(folder))
                if not args.json:
                    print(shape)
                    show({name: value for name, value in found[shape].items() if not isinstance(value, str)})
        if not args.only:
            for each in ("credits", "versions"):
                assert found["rows"][each] == found["slabs"][each], f"{each} are not the same"
        measured.append(found)
    if args.json:
        json.dump(measured, sys.stdout, indent=1)


def begin(url: str, shape: str, slab: int, shards: int) -> None:
    nation.begin(url)
    if shape == "slabs":
        from benchmarks.crediting.slab_doors import Shape

        Shape(accounts=slab, shards=shards).fitted()


def make(checked: bool) -> None:
    from benchmarks.crediting import slab_shape

    slab_shape.make(checked=checked)


def measure(shape: str, accounts: int, args: argparse.Namespace, url: str, folder: Path) -> dict[str, Any]:
    """The figures of one shape; `credits` and `versions` are digests of all that was written."""
    with walkers(shape, args, url) as pool:
        of = nation.walked(
            pool, accounts, args.seed, args.processes, url, folder,
            fitted=(lambda: pool.submit(make, args.checked).result()) if shape == "slabs" else (lambda: None),
            walking=partial(killed, accounts, args, url, folder) if args.killed and shape == "slabs" else None,
        )  # fmt: skip
        load = os.getloadavg()[0]
        number, ranges = pool.submit(nation.ranges_of, of.run_id).result()
        parts = list(pool.map(partial(digests, number), ranges))
        if shape == "rows":
            of.timed("balances folded afterwards", lambda: list(pool.map(nation.fold_all, range(args.processes))))
    with psycopg.connect(url, autocommit=True) as connection:
        size = _size(connection, SIZES[shape])
        connection.execute("ANALYZE")
        if shape == "slabs":
            fixed(connection)
    whole = of.spent["carried out"] + of.spent["reconciled"]
    figures: dict[str, Any] = {
        "accounts": accounts,
        "years kept": of.versions,
        **{f"{stage}, s": seconds for stage, seconds in of.spent.items()},
        **{f"{stage}, processor µs an account": seconds / accounts * 1e6 for stage, seconds in of.used.items()},
        "whole run, s": whole,
        "whole run, processor µs an account": (of.used["carried out"] + of.used["reconciled"]) / accounts * 1e6,
        "bytes a year credited: credits": size / of.versions,
        "load of the machine at the end of the run": load,
        "credits": sha256("".join(credits for credits, _ in parts).encode()).hexdigest(),
        "versions": sha256("".join(versions for _, versions in parts).encode()).hexdigest(),
    }
    return figures if args.killed else figures | alone(shape, accounts, args, url)


def walkers(shape: str, args: argparse.Namespace, url: str) -> ProcessPoolExecutor:
    """Processes that walk a run into one shape."""
    spawned = get_context("spawn")
    of = (url, shape, args.slab, args.shards)
    return ProcessPoolExecutor(args.processes, mp_context=spawned, initializer=begin, initargs=of)


def killed(accounts: int, args: argparse.Namespace, url: str, folder: Path, run_id: UUID) -> None:
    """Walk a run whose walkers are killed again and again, at any point; others go on from what is committed."""
    slices, at_random = -(-accounts // nation.SLICE), random.Random(args.seed)
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(args.killed):
            pool = walkers("slabs", args, url)
            before = _slices(connection)
            walking = [
                pool.submit(go_on, run_id, folder, slices, args.processes, each) for each in range(args.processes)
            ]
            while _slices(connection) == before and not all(each.done() for each in walking):
                time.sleep(0.01)
            time.sleep(at_random.random() * 0.5)
            for pid in list(pool._processes):
                os.kill(pid, signal.SIGKILL)
            pool.shutdown(wait=True)
            print(f"killed after {_slices(connection)} of {slices} slices", file=sys.stderr)
    with walkers("slabs", args, url) as pool:
        list(pool.map(partial(go_on, run_id, folder, slices, args.processes), range(args.processes)))


def _slices(connection: psycopg.Connection[Any]) -> int:
    (found,) = connection.execute("SELECT coalesce(sum(slices), 0) FROM crediting_track").fetchone() or (0,)
    return int(found)


def go_on(run_id: UUID, folder: Path, slices: int, processes: int, process: int) -> None:
    """What is left of a track."""
    from acquis.crediting.actions import advance
    from acquis.crediting.models import Run
    from acquis.kit.actor import system

    done = Run.objects.get(pk=run_id).tracks.get(number=process).slices
    first, end = (nation.first_slice(slices, processes, each) for each in (process, process + 1))
    for number in range(first + done, end):
        advance(run_id=run_id, facts=nation.facts_in(folder, number), by=system("benchmark"), at=nation.AT)


def fixed(connection: psycopg.Connection[Any]) -> None:
    """What is written stays: no slab is changed, removed, or written again."""
    table = SIZES["slabs"]
    for statement in (
        f"UPDATE {table} SET accounts = accounts",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1",
    ):
        try:
            connection.execute(statement.encode())
        except (psycopg.errors.RestrictViolation, psycopg.errors.UniqueViolation):
            continue
        raise AssertionError(statement)


def _size(connection: psycopg.Connection[Any], table: str) -> int:
    (size,) = connection.execute("SELECT pg_total_relation_size(%s)", [table]).fetchone() or (0,)
    return int(size)


def digests(run: int, ends: tuple[UUID, UUID]) -> tuple[str, str]:
    """Of every credit and every version of a range, read through the doors of whichever shape."""
    from acquis.ledger import queries as ledger

    moved = ledger.moved_between(*ends)
    order = np.argsort(moved.owners, kind="stable")
    credits = sha256()
    for column in (moved.owners, moved.accounts, moved.amounts):
        credits.update(np.ascontiguousarray(column[order]).tobytes())
    return credits.hexdigest(), told.versions(run, ends)


def alone(shape: str, accounts: int, args: argparse.Namespace, url: str) -> dict[str, float]:
    """How long one account takes to be read, and to be folded; in milliseconds."""
    drawn = random.Random(args.seed)
    keys = [_key(drawn.randint(1, accounts)) for _ in range(ASKED)]
    figures = asked(shape, keys, url, "one run")
    if shape == "slabs":
        with psycopg.connect(url, autocommit=True) as connection:
            for run in range(1, 5):
                connection.execute(_AGAIN.format(run=run).encode())
            connection.execute("VACUUM ANALYZE slab_run, slab_credit")
        figures |= asked(shape, keys, url, "five runs")
        figures |= folded(keys[:400], url)
    return figures


def _key(number: int) -> dict[str, UUID]:
    owner = nation._account(number)
    return {"owner": owner, "purse": UUID(str(owner)[:19] + "a" + str(owner)[20:])}


def asked(shape: str, keys: list[dict[str, UUID]], url: str, behind: str) -> dict[str, float]:
    figures = {}
    with psycopg.connect(url, autocommit=True) as connection:
        for name, question in QUESTIONS[shape].items():
            taken = []
            for key in keys:
                begun = time.perf_counter()
                connection.execute(question.encode(), key, prepare=True).fetchall()
                taken.append(time.perf_counter() - begun)
            for share in (50, 99):
                figures[f"{name} of one, {behind}, p{share} ms"] = float(np.percentile(taken, share)) * 1e3
    return figures


def folded(keys: list[dict[str, UUID]], url: str) -> dict[str, float]:
    """Four fold the same accounts at once: each credit comes into its row once, and the balance is what it was."""
    with psycopg.connect(url, autocommit=True) as connection:
        before = [connection.execute(QUESTIONS["slabs"]["balance"].encode(), key).fetchone() for key in keys]

        def fold_all(_: int) -> list[float]:
            taken = []
            with psycopg.connect(url, autocommit=True) as mine:
                for key in keys:
                    begun = time.perf_counter()
                    mine.execute("SELECT slab_fold(%(owner)s)", key, prepare=True)
                    taken.append(time.perf_counter() - begun)
            return taken

        with ThreadPoolExecutor(4) as four:
            taken = [each for of in four.map(fold_all, range(4)) for each in of]
        after = [connection.execute(QUESTIONS["slabs"]["balance"].encode(), key).fetchone() for key in keys]
        rows = [
            connection.execute(
                "SELECT posted_cents FROM ledger_guardedaccount WHERE owner = %(owner)s AND id = %(purse)s", key
            ).fetchone()
            for key in keys
        ]
    assert before == after == rows
    assert any(row and row[0] for row in rows)
    return {f"folded by four at once, p{share} ms": float(np.percentile(taken, share)) * 1e3 for share in (50, 99)}


if __name__ == "__main__":
    main()
