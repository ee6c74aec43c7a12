"""`python -m benchmarks.ledger`: posting through our `post` against bare SQL, in turns, on the same server.

The server is the one of ACQUIS_DATABASE_URL (its user must be able to create a database), else an embedded
one made for the occasion, with fsync on. The database made for the measure is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import django
import psycopg

from acquis.site.postgres.server import EmbeddedServer

#: Cases take turns of this long, so that what else the machine does falls on all of them alike.
TURN = 0.1


@contextmanager
def a_server() -> Iterator[str]:
    """The address of a server that keeps what it has promised."""
    given = os.environ.get("ACQUIS_DATABASE_URL")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedServer(Path(folder)) as server:
            yield server.url


@contextmanager
def a_database(server: str) -> Iterator[str]:
    """A fresh database on the server, with our tables."""
    name = f"acquis_benchmark_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(cases: list[Any], seconds: float, calls: dict[str, list[float]] | None = None) -> dict[str, float]:
    """Transfers per second of each case, the cases taking turns until each has worked `seconds`.

    In `calls`, the seconds of each call are added by case.
    """
    spent = dict.fromkeys((case.name for case in cases), 0.0)
    done = dict.fromkeys(spent, 0)
    rate = {case.name: 1_000.0 * case.size**0.5 for case in cases}
    while min(spent.values()) < seconds:
        for case in cases:
            works = [case.prepare() for _ in range(max(1, int(rate[case.name] * TURN / case.size)))]
            ends = [time.perf_counter()]
            for work in works:
                case.run(work)
                ends.append(time.perf_counter())
            spent[case.name] += ends[-1] - ends[0]
            if calls is not None:
                calls.setdefault(case.name, []).extend(b - a for a, b in pairwise(ends))
            done[case.name] += len(works) * case.size
            rate[case.name] = done[case.name] / spent[case.name]
    return rate


def spread(values: list[float], digits: int = 0) -> dict[str, float]:
    middle = statistics.median(values)
    return {
        key: round(value, digits)
        for key, value in zip(("median", "min", "max"), (middle, min(values), max(values)), strict=True)
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="work of each case in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=200)
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    wanted = parser.parse_args()

    with a_server() as server, a_database(server) as url:
        os.environ["ACQUIS_DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
        django.setup()
        report = run(url, wanted)
    if wanted.json:
        json.dump(report, sys.stdout, indent=2)
        print()
        return
    for name, rate in report["transfers_per_second"].items():
        print(f"{name:20} {rate['median']:>9,.0f} transfers/s   ({rate['min']:,.0f} to {rate['max']:,.0f})")
    for name, p99 in report["milliseconds_p99"].items():
        print(f"{name:20} {p99:>9,.2f} ms, 99 calls of 100 are shorter")
    for name, ratio in report["ratios"].items():
        print(f"{name:42} {ratio['median']:.2f}   ({ratio['min']:.2f} to {ratio['max']:.2f})")


def run(url: str, wanted: argparse.Namespace) -> dict[str, Any]:
    # Models can be imported only once Django is set up on the measure's own database.
    from django.core.management import call_command
    from django.db import connection

    from . import cases

    call_command("migrate", verbosity=0)
    held = cases.cases(url, cases.set_up(url, wanted.accounts), wanted.batch)
    measure(held, min(1.0, wanted.seconds))
    calls: dict[str, list[float]] = {}
    rounds = [measure(held, wanted.seconds, calls) for _ in range(wanted.rounds)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        version, fsync = cursor.fetchone()
    connection.close()
    ratios = {
        f"post, {size} : {kind} by hand, {size}": spread(
            [r[f"post, {size}"] / r[f"{kind} by hand, {size}"] for r in rounds], 3
        )
        for size in (1, wanted.batch)
        for kind in ("lean", "wide")
    }
    ratios["post, 1 : naive by hand, 1"] = spread([r["post, 1"] / r["naive by hand, 1"] for r in rounds], 3)
    return {
        "postgresql": version,
        "fsync": fsync,
        "seconds": wanted.seconds,
        "rounds": wanted.rounds,
        "accounts": wanted.accounts,
        "transfers_per_second": {case.name: spread([r[case.name] for r in rounds]) for case in held},
        "ratios": ratios,
        "milliseconds_p99": {name: round(1_000 * statistics.quantiles(of, n=100)[98], 2) for name, of in calls.items()},
    }


if __name__ == "__main__":
    main()
