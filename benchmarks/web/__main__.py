"""`python -m benchmarks.web`: requests per second of our pages and API, and of stock Django, in turns, in one run.

Both are served as `acquis serve` does (granian, two processes of eight threads) on a demonstration country in an
embedded server made for the occasion. The load comes from this process, over loopback.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..server import a_site
from .load import Case, turn

#: Cases take turns of this long, so that what else the machine does falls on all of them alike.
TURN = 0.5


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(scale: float) -> dict[str, str]:
    """Tables, country, index, and a session of the same holder for us and for the peer."""
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore as StockSessions
    from django.test import RequestFactory

    from acquis.accounts.queries import account_of
    from acquis.catalogue.models import Training
    from acquis.catalogue.search.index import rebuild_index
    from acquis.people.models import Person
    from acquis.site import migration
    from acquis.site.demo import fill as fill_country
    from acquis.web import session
    from acquis.web.session_store import SessionStore

    migration.migrate()
    fill_country(seed=1, scale=scale, progress=lambda *_: None)
    rebuild_index()
    claire = Person.objects.get(birth_name="Vasseur", born_on="1987-03-14").id
    account = account_of(claire)
    assert account is not None
    request: Any = RequestFactory().get("/")
    request.session, request.META["CSRF_COOKIE"] = SessionStore(), "x" * 32
    session.open_for_holder(request, person_id=claire, account_id=account, acr="eidas2", logout="")
    request.session.save()
    stock = StockSessions()
    stock["account"] = str(account)
    stock.save()
    training = Training.objects.filter(state="published").order_by("number").first()
    assert training is not None
    return {"ours": request.session.session_key, "peer": str(stock.session_key), "training": str(training.id)}


@contextmanager
def serving(target: str, port: int, *, workers: int = 2, threads: int = 8, **environment: str) -> Iterator[int]:
    """Granian on one application until the block ends, and its process; it has answered once when the block begins."""
    words = [
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads),
        "--log-level",
        "error",
        "--port",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *words, str(port), target],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        # On a busy machine two processes take long to load.
        deadline = time.monotonic() + 150
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as asking:
                    asking.settimeout(30)
                    asking.sendall(b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                    if asking.recv(1):
                        break
            except OSError:
                pass
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{target} does not answer")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            # The group is its own: itself and its workers.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


async def measure(cases: list[Case], seconds: float, clients: int) -> None:
    while min(case.spent for case in cases) < seconds:
        for case in cases:
            await turn(case, TURN, clients)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="per case and round (default 5)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8, help="connections asking at once (default 8)")
    parser.add_argument("--scale", type=float, default=1.0, help="size of the demonstration country (default 1)")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with a_site() as (_server, _folder):
        made = fill(args.scale)
        rounds = serve_and_measure(made, args.seconds, args.rounds, args.clients)
    told = summary(rounds)
    print(json.dumps(told, indent=2) if args.json else written(told))
    return 0


def serve_and_measure(made: dict[str, str], seconds: float, rounds: int, clients: int) -> list[list[Case]]:
    ours, peer = _free_port(), _free_port()
    done = []
    with (
        serving("acquis.site.wsgi:application", ours),
        serving("benchmarks.web.peer:wsgi", peer, ACQUIS_BENCHMARK_PEER="1"),
    ):
        for number in range(rounds + 1):
            cases = [
                Case("home", ours, "/"),
                Case("search", ours, "/formations?q=boulanger"),
                Case("offer", ours, f"/formations/{made['training']}"),
                Case("rights", ours, "/mes-droits", f"acquis={made['ours']}"),
                Case("API search", ours, "/api/open/v1/offers?q=boulanger"),
                Case("stock: nothing", peer, "/"),
                Case("stock: rights", peer, "/mes-droits", f"peer={made['peer']}"),
            ]
            # The first round only warms both up.
            asyncio.run(measure(cases, seconds if number else TURN, clients))
            if number:
                done.append(cases)
    return done


def summary(rounds: list[list[Case]]) -> dict[str, Any]:
    """Of each case the median round with its range, and the times of all answers; then our pages as ratios."""
    told: dict[str, Any] = {"cases": {}, "ratios": {}}
    for same in zip(*rounds, strict=True):
        rates = sorted(len(case.times) / case.spent for case in same)
        times = sorted(each for case in same for each in case.times)
        told["cases"][same[0].name] = {
            "per_second": round(statistics.median(rates), 1),
            "range": [round(rates[0], 1), round(rates[-1], 1)],
            "p50_ms": round(times[len(times) // 2], 1),
            "p99_ms": round(times[len(times) * 99 // 100], 1),
        }
    rate = {name: case["per_second"] for name, case in told["cases"].items()}
    told["ratios"] = {
        "rights : stock rights": round(rate["rights"] / rate["stock: rights"], 2),
        "home : stock nothing": round(rate["home"] / rate["stock: nothing"], 2),
    }
    return told


def written(told: dict[str, Any]) -> str:
    lines = ["| case | requests/s: median (range) | p50 | p99 |", "| --- | --- | --- | --- |"]
    for name, case in told["cases"].items():
        low, high = case["range"]
        lines.append(
            f"| {name} | {case['per_second']:.0f} ({low:.0f} to {high:.0f}) "
            f"| {case['p50_ms']} ms | {case['p99_ms']} ms |"
        )
    return "\n".join([*lines, "", *(f"{name}: {ratio}" for name, ratio in told["ratios"].items())])


if __name__ == "__main__":
    raise SystemExit(main())
