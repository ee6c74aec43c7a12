"""`python -m benchmarks.ledger`: posting through our `post`, beside bare SQL and django-hordak, on the same server.

Clients are processes with connections of their own. The cases of a group take turns of a tenth of a second, and a
ratio is that of two cases in one round of turns. The server is the one of ACQUIS_DATABASE_URL (its user must be able
to create a database), else an embedded one made for the occasion, with fsync on. What was made is removed at the end.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import django
import psycopg

from acquis.site.postgres.server import EmbeddedServer

from . import hordak
from .clients import TURN, Clients, Tally


@dataclass(frozen=True)
class Group:
    """Cases that take turns: by so many clients, so many transfers a call, and whether commits wait for the disk."""

    name: str
    clients: int
    size: int
    cases: tuple[str, ...]
    durable: bool = True
    #: Ratios to report: the first case's rate to the second's.
    ratios: tuple[tuple[str, str], ...] = ()


PEERS = (("post", "naive"), ("post", "bare"), ("post", "lean"), ("post", "hordak"))
LONE = ("lean", "bare", "naive", "post", "hordak")
HOT = (*LONE, "naive hot", "post hot")
HOT_PEERS = (*PEERS, ("post hot", "post"), ("post hot", "naive hot"))
BATCH = (("post", "lean"), ("post", "wide"))
GROUPS = (
    Group("1 client", 1, 1, (*LONE, "act"), ratios=(*PEERS, ("act", "naive"))),
    Group("1 client, disk not awaited", 1, 1, (*LONE, "act"), durable=False, ratios=(*PEERS, ("act", "naive"))),
    Group("8 clients", 8, 1, HOT, ratios=HOT_PEERS),
    # The peer stays out of this one: so many processes of its own would be what is measured.
    Group("32 clients", 32, 1, tuple(case for case in HOT if case != "hordak"), ratios=HOT_PEERS),
    Group("batches of 50, 4 clients", 4, 50, ("lean", "wide", "post"), ratios=BATCH),
    Group("batches of 200, 4 clients", 4, 200, ("lean", "wide", "post"), ratios=BATCH),
    Group("batches of 500, 4 clients", 4, 500, ("lean", "wide", "post"), ratios=BATCH),
    Group("batches of 200, 4 clients, disk not awaited", 4, 200, ("lean", "wide", "post"), False, BATCH),
)


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
def a_database(server: str, suffix: str = "") -> Iterator[str]:
    """A fresh database on the server."""
    name = f"acquis_benchmark_{os.getpid()}{suffix}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(group: Group, ours: Clients, peer: Clients | None, seconds: float, calls: dict[str, list[float]]) -> Any:
    """Transfers per second of each case of the group, after turns of `seconds` in all for each.

    The seconds of each call are added to `calls` by case.
    """
    tallies = {name: Tally() for name in group.cases if name != "hordak" or peer}
    for name, tally in tallies.items():
        # A first turn off the clock: connections, plans and the pace.
        _turn(name, group, ours, peer, tally)
        tallies[name] = Tally(pace=tally.rate)
    for _ in range(max(1, round(seconds / TURN))):
        for name, tally in tallies.items():
            _turn(name, group, ours, peer, tally)
    for name, tally in tallies.items():
        calls.setdefault(name, []).extend(tally.calls)
    return {name: tally.rate for name, tally in tallies.items()}


def _turn(name: str, group: Group, ours: Clients, peer: Clients | None, tally: Tally) -> None:
    clients = peer if name == "hordak" else ours
    assert clients is not None
    clients.wait_for_disk(group.durable, group.clients)
    clients.turn(name, group.size, group.clients, tally)


def spread(values: list[float], digits: int = 0) -> dict[str, float]:
    """The median of the rounds, the least and the greatest."""
    middle = statistics.median(values)
    return {
        key: round(value, digits)
        for key, value in zip(("median", "min", "max"), (middle, min(values), max(values)), strict=True)
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--seconds", type=float, default=2, help="work of each case in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--only", default="", help="groups whose name begins so")
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    wanted = parser.parse_args()

    with a_server() as server, a_database(server) as url, a_database(server, "_hordak") as peer_url:
        os.environ["ACQUIS_DATABASE_URL"] = url
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
        django.setup()
        report = run(url, peer_url, wanted)
    if wanted.json:
        json.dump(report, sys.stdout, indent=2)
        print()
        return
    print(f"load {report['load_before']} to {report['load_after']}, PostgreSQL {report['postgresql']}")
    for group, found in report["groups"].items():
        print(f"\n{group}")
        for name, rate in found["transfers_per_second"].items():
            words = f"{rate['median']:>9,.0f} transfers/s ({rate['min']:,.0f} to {rate['max']:,.0f})"
            print(f"  {name:10} {words:48} p50 {found['p50_ms'][name]:.2f} ms, p99 {found['p99_ms'][name]:.2f} ms")
        for name, ratio in found["ratios"].items():
            print(f"  {name:22} {ratio['median']:.2f} ({ratio['min']:.2f} to {ratio['max']:.2f})")


def run(url: str, peer_url: str, wanted: argparse.Namespace) -> dict[str, Any]:
    # Models can be imported only once Django is set up on the measure's own database.
    from django.core.management import call_command
    from django.db import connections

    from . import cases

    load = [os.getloadavg()[0]]
    groups = [group for group in GROUPS if group.name.startswith(wanted.only)]
    call_command("migrate", verbosity=0)
    scene = cases.set_up(url, wanted.accounts)
    with psycopg.connect(url) as asked:
        row = asked.execute("SELECT current_setting('server_version'), current_setting('fsync')").fetchone()
    # A connection belongs to one process: the clients make theirs.
    connections.close_all()
    ours = Clients(
        max(group.clients for group in groups), partial(cases.Cases, scene), multiprocessing.get_context("fork")
    )
    peer = None
    beside = [group.clients for group in groups if "hordak" in group.cases]
    if beside and hordak.installed():
        apart = multiprocessing.get_context("spawn")
        filling = apart.Process(target=hordak.fill, args=(peer_url,))
        filling.start()
        filling.join()
        peer = Clients(max(beside), partial(hordak.Hordak, peer_url), apart)
    calls: dict[str, dict[str, list[float]]] = {group.name: {} for group in groups}
    rounds = [
        {group.name: measure(group, ours, peer, wanted.seconds, calls[group.name]) for group in groups}
        for _ in range(wanted.rounds)
    ]
    load.append(os.getloadavg()[0])
    for clients in filter(None, (ours, peer)):
        clients.close()
    return {
        "postgresql": row[0] if row else "",
        "fsync": row[1] if row else "",
        "seconds": wanted.seconds,
        "rounds": wanted.rounds,
        "accounts": wanted.accounts,
        "load_before": load[0],
        "load_after": load[1],
        "groups": {group.name: _found(group, [r[group.name] for r in rounds], calls[group.name]) for group in groups},
    }


def _found(group: Group, rounds: list[dict[str, float]], calls: dict[str, list[float]]) -> dict[str, Any]:
    cuts = {name: statistics.quantiles(of, n=100) for name, of in calls.items()}
    return {
        "transfers_per_second": {name: spread([r[name] for r in rounds]) for name in rounds[0]},
        "p50_ms": {name: round(1_000 * of[49], 2) for name, of in cuts.items()},
        "p99_ms": {name: round(1_000 * of[98], 2) for name, of in cuts.items()},
        "ratios": {
            f"{one} : {other}": spread([r[one] / r[other] for r in rounds], 2)
            for one, other in group.ratios
            if {one, other} <= rounds[0].keys()
        },
    }


if __name__ == "__main__":
    main()
