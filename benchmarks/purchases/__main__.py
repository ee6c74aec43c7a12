"""`python -m benchmarks.purchases`: whole purchases a second through the acts, by 8 processes on an embedded server.

A whole purchase is nine acts, each in its transaction: asked for, accepted, proved, confirmed with a payment by card,
paid, entered (a deposit may be billed), left, service declared, validated and billed. The worker does not run: what
reacts to the facts waits in the queue. Beside it, in turns, the ceiling: the same rows written by bare SQL.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from acquis.site.postgres.server import EmbeddedServer

from ..server import a_site
from . import ground, rows
from .processor import server_processor

#: A process lives no more purchases than this a second.
MOST_A_SECOND = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.purchases", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="of each turn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--bodies", type=int, default=40)
    parser.add_argument("--statements", action="store_true", help="count and print the statements of one purchase")
    parser.add_argument("--http", type=int, default=0, metavar="PURCHASES", help="through the pages of a served site")
    parser.add_argument(
        "--workers", type=int, nargs="+", default=[2], help="with --http: processes that serve, in turn"
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with a_site() as (server, folder):
        import django

        django.setup()
        from acquis.site import secrets

        secrets.make(folder)
        if args.http:
            told = through_pages(server, args)
        else:
            told = statements_of_one() if args.statements else measure(server, args)
    print(json.dumps(told, indent=1) if args.json else written(told))
    return 0


def statements_of_one() -> dict[str, Any]:
    """How many statements each act sends, and the seconds of processor of a purchase alone."""
    from collections import Counter

    from django.db import connection

    from acquis.site import migration

    from .life import Life

    migration.migrate()
    offers, people = ground.bodies(1), ground.people(12)
    life, body = Life(), None
    body = life.agent_of(offers[0][1])
    for person, account in people[:3]:
        life.whole(person, account, offers[0][0], body)
    seen: Counter[str] = Counter()
    by_act: Counter[str] = Counter()
    inside = [""]

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[" ".join(sql.split())[:230]] += 1
        by_act[inside[0]] += 1
        return execute(sql, params, many, context)

    timed = life._timed

    def named(name: str, **arguments: Any) -> Any:
        inside[0] = name
        try:
            return timed(name, **arguments)
        finally:
            inside[0] = ""

    life._timed = named  # type: ignore[method-assign]
    with connection.execute_wrapper(note):
        life.whole(*people[3], offers[0][0], body)
    life._timed = timed  # type: ignore[method-assign]
    began = time.process_time()
    for person, account in people[4:]:
        life.whole(person, account, offers[0][0], body)
    spent = (time.process_time() - began) / len(people[4:])
    return {
        "processor of ours, ms a purchase": round(spent * 1000, 1),
        "statements": sum(seen.values()),
        "by act": dict(by_act.most_common()),
        "most frequent": dict(seen.most_common(70)),
    }


def measure(server: EmbeddedServer, args: argparse.Namespace) -> dict[str, Any]:
    from acquis.site import migration

    from .life import Life

    migration.migrate()
    offers = ground.bodies(args.bodies)
    life = Life()
    (first, second), body = ground.people(2), life.agent_of(offers[0][1])
    life.whole(*first, offers[0][0], body)
    left = rows.left_by(server.url, lambda: life.whole(*second, offers[0][0], body))
    rows.bare_tables(server.url, left)
    rounds: list[dict[str, Any]] = []
    load = [os.getloadavg()[0]]
    for number in range(args.rounds):
        needed = int(args.processes * (args.seconds * MOST_A_SECOND / args.processes + 3))
        people = ground.people(needed, first=100 + number * needed)
        before = server_processor(server.pid)
        ours = live(people, offers, args)
        ours["server"] = server_processor(server.pid) - before
        ours["bare"] = bare(server.url, left, args)
        rounds.append(ours)
        load.append(os.getloadavg()[0])
    return summary(rounds, left, load)


def through_pages(server: EmbeddedServer, args: argparse.Namespace) -> dict[str, Any]:
    """As many visitors at once as there are processes, then the same rows by bare SQL from as many connections."""
    from . import pages

    told = pages.through_pages(server, purchases=args.http, clients=args.processes, workers=args.workers)
    rate = bare(server.url, told.pop("left"), args)
    for name, each in told.items():
        if name.startswith("processes that serve"):
            each["through pages : bare SQL"] = round(each["purchases a second"] / rate, 3)
    return told | {"visitors at once": args.processes, "bare SQL, purchases a second": round(rate, 1)}


def live(people: list[tuple[UUID, UUID]], offers: list[tuple[UUID, UUID]], args: argparse.Namespace) -> dict[str, Any]:
    """All processes at once for a turn; what they measured, put together."""
    running = []
    for number in range(args.processes):
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.purchases.life"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdin is not None
        given = {
            "people": [[str(each) for each in pair] for pair in people[number :: args.processes]],
            "offers": [[str(each) for each in pair] for pair in offers],
            "seconds": args.seconds,
            "number": number * 7,
        }
        child.stdin.write(json.dumps(given) + "\n")
        child.stdin.flush()
        running.append(child)
    for child in running:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in running:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told = [json.loads(child.communicate()[0]) for child in running]
    assert all(each["left"] for each in told), "there were not enough people for so fast a machine"
    spent: dict[str, float] = {}
    for each in told:
        for name, seconds in each["spent"].items():
            spent[name] = spent.get(name, 0.0) + seconds
    return {
        "took": sorted(taken for each in told for taken in each["took"]),
        "rate": sum(len(each["took"]) / each["seconds"] for each in told),
        "processor": sum(each["processor"] for each in told),
        "spent": spent,
    }


def bare(url: str, left: list[list[rows.Written]], args: argparse.Namespace) -> float:
    """Purchases a second whose rows alone are written."""
    with ProcessPoolExecutor(args.processes, mp_context=get_context("spawn")) as pool:
        told = pool.map(
            rows.write_bare, *zip(*[(url, left, args.seconds, number) for number in range(args.processes)], strict=True)
        )
        return sum(done / seconds for done, seconds in told)


def summary(rounds: list[dict[str, Any]], left: list[list[rows.Written]], load: list[float]) -> dict[str, Any]:
    took = sorted(each for one in rounds for each in one["took"])
    done = len(took)
    rates, bare_rates = sorted(one["rate"] for one in rounds), sorted(one["bare"] for one in rounds)
    ratios = sorted(one["rate"] / one["bare"] for one in rounds)
    spent: dict[str, float] = {}
    for one in rounds:
        for name, seconds in one["spent"].items():
            spent[name] = spent.get(name, 0.0) + seconds
    return {
        "purchases lived": done,
        "purchases a second": _range(rates),
        "p50, ms": round(took[done // 2] * 1000, 1),
        "p99, ms": round(took[done * 99 // 100] * 1000, 1),
        "processor a purchase, ms: ours": round(sum(one["processor"] for one in rounds) / done * 1000, 2),
        "processor a purchase, ms: the server": round(sum(one["server"] for one in rounds) / done * 1000, 2),
        "ms of each act": {name: round(seconds / done * 1000, 1) for name, seconds in spent.items()},
        "rows a purchase": sum(len(each.rows) for transaction in left for each in transaction),
        "transactions a purchase": len(left),
        "bare SQL, purchases a second": _range(bare_rates),
        "ours : bare SQL": [round(each, 3) for each in ratios],
        "load average": [round(each, 1) for each in load],
    }


def _range(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({values[0]:.1f} to {values[-1]:.1f})"


def written(told: dict[str, Any]) -> str:
    lines = []
    for name, value in told.items():
        if isinstance(value, dict):
            lines += [name, *(f"    {many:>6}  {each}" for each, many in value.items())]
        else:
            lines.append(f"{name:<40} {value}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
