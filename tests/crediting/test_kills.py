"""Whoever carries a run out is killed, and the server too, at random moments: not a cent is lost or doubled."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.crediting.walker import cents, corrected, hours

from acquis.site.postgres.server import EmbeddedServer

ACCOUNTS, SLICE = 450, 15
#: What is to be said of the run before, if there is one; then the next one is made ready, and its number written.
NEXT = f"""
import sys, django
django.setup()
from uuid import UUID, uuid4
from tests.accounts.scenes import APPROVER, AT, FINANCE, SYSTEM
from acquis.accounts.actions import open_accounts
from acquis.crediting import queries
from acquis.crediting.actions import advance, approve, prepare
from acquis.crediting.types import RunKind
from acquis.site.invariants import verify
kind, former = sys.argv[1], UUID(sys.argv[2]) if sys.argv[2] else None
if former is None:
    open_accounts(person_ids=[uuid4() for _ in range({ACCOUNTS})], by=SYSTEM, at=AT)
else:
    report = queries.reconciled_now(former, by=SYSTEM)
    findings = [f for found in verify(("accounts", "crediting", "ledger")).values() for f in found]
    print(report.agrees, queries.run(former, by=SYSTEM).state.value, findings)
if kind:
    undoes = former if kind == RunKind.UNDO else None
    run_id = prepare(kind=RunKind(kind), year=2025, undoes=undoes, by=FINANCE, at=AT)
    while advance(run_id=run_id, rows=None if undoes else [], by=SYSTEM, at=AT):
        pass
    approve(run_id=run_id, by=APPROVER, at=AT)
    print(run_id)
"""


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    with tempfile.TemporaryDirectory(prefix="acquis-kills-") as folder:
        Path(folder).chmod(0o711)
        durable = EmbeddedServer(Path(folder))
        durable.start()
        yield durable
        durable.stop()


def environment(url: str) -> dict[str, str]:
    given = {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DATABASE_URL": url, "ACQUIS_DEMO": "true"}
    return os.environ | given | {"PYTHONPATH": os.pathsep.join(["src", "."])}


def python(url: str, *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=environment(url), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def again(server: EmbeddedServer) -> str:
    """Kill the server as a power cut would, and start it on what is on the disk."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.alive():
        time.sleep(0.02)
    return server.start()


def test_kill_9_of_the_run_and_of_the_server_at_random_points(server: EmbeddedServer) -> None:
    """First credited, then corrected up and down, then the correction undone: each to the end in spite of its kills."""
    url, chance = server.url, random.Random(2025)
    python(url, "-W", "ignore", "manage.py", "migrate", "-v", "0")
    said, run_id = [], ""
    steps = [("yearly", "first", 6, hours), ("yearly", "corrected", 5, corrected), ("undo", "none", 5, hours)]
    for step, (kind, facts, kills, worked) in enumerate(steps, start=1):
        *before, run_id = python(url, "-c", NEXT, kind, run_id).splitlines()
        said += before
        carry_out(server, run_id, facts, kills, chance)
        with psycopg.connect(url) as connection:
            held = connection.execute("SELECT owner, posted_cents FROM ledger_balance").fetchall()
            moved = connection.execute("SELECT owner, count(*) FROM ledger_movement GROUP BY owner").fetchall()
        assert len(held) == ACCOUNTS
        assert dict(held) == {owner: cents(int(worked(owner))) for owner, _ in held}
        assert dict(moved) == {owner: step for owner, _ in held}
    said.append(python(url, "-c", NEXT, "", run_id))
    assert said == ["True done []"] * 3


def carry_out(server: EmbeddedServer, run_id: str, facts: str, kills: int, chance: random.Random) -> None:
    """Walk a run to its end, whoever walks being killed again and again, and the server too."""
    url, killed, reached, status = server.url, 0, set(), -1
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crediting.walker", run_id, str(SLICE), facts],
        env=environment(url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as walkers:
        assert walkers.stdin is not None
        assert walkers.stdout is not None
        while status != 0:
            walkers.stdin.write("walk\n")
            walkers.stdin.flush()
            child = int(walkers.stdout.readline())
            if killed < kills:
                wait_for(url, run_id, max(reached, default=0) + chance.randint(0, 3) * SLICE)
                time.sleep(chance.uniform(0, 0.04))
                if killed % 4 == 3:
                    assert again(server) == url
                else:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                killed += 1
            status = int(walkers.stdout.readline())
            reached.add(reached_by(url, run_id))
        walkers.stdin.close()
    # Otherwise the kills came before the first slice or after the last, and nothing was tried.
    assert len(reached - {0, ACCOUNTS}) > 1


def wait_for(url: str, run_id: str, accounts: int) -> None:
    """Wait until the run has walked through so many accounts, however slow the machine is today."""
    with psycopg.connect(url, autocommit=True) as connection:
        for _ in range(4_000):
            if walked(connection, run_id) >= accounts:
                return
            time.sleep(0.005)


def reached_by(url: str, run_id: str) -> int:
    with psycopg.connect(url) as connection:
        return walked(connection, run_id)


def walked(connection: psycopg.Connection[Any], run_id: str) -> int:
    row = connection.execute("SELECT sum(done) FROM crediting_track WHERE run_id = %s", [run_id]).fetchone()
    assert row is not None
    return int(row[0])
