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

import psycopg
import pytest
from tests.crediting.walker import cents

from acquis.site.postgres.server import EmbeddedServer

ACCOUNTS, SLICE, KILLS = 900, 25, 12
SCENE = f"""
import django
django.setup()
from uuid import uuid4
from tests.accounts.scenes import APPROVER, AT, FINANCE, SYSTEM
from acquis.accounts.actions import open_accounts
from acquis.crediting.actions import advance, approve, prepare
from acquis.crediting.types import RunKind
open_accounts(person_ids=[uuid4() for _ in range({ACCOUNTS})], by=SYSTEM, at=AT)
run_id = prepare(kind=RunKind.YEARLY, year=2025, by=FINANCE, at=AT)
advance(run_id=run_id, rows=[], by=SYSTEM, at=AT)
approve(run_id=run_id, by=APPROVER, at=AT)
print(run_id)
"""
CHECK = """
import sys, django
django.setup()
from uuid import UUID
from tests.accounts.scenes import SYSTEM
from acquis.crediting import queries
from acquis.site.invariants import verify
report = queries.reconciled_now(UUID(sys.argv[1]), by=SYSTEM)
findings = [f for found in verify(("accounts", "crediting", "ledger")).values() for f in found]
print(report.agrees, queries.run(UUID(sys.argv[1]), by=SYSTEM).state.value, findings)
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
    url, chance = server.url, random.Random(2025)
    python(url, "-W", "ignore", "manage.py", "migrate", "-v", "0")
    run_id = python(url, "-c", SCENE)
    killed, reached, status = 0, set(), -1
    with subprocess.Popen(
        [sys.executable, "-m", "tests.crediting.walker", run_id, str(SLICE)],
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
            if killed < KILLS:
                wait_for(url, run_id, max(reached, default=0) + chance.randint(0, 3) * SLICE)
                time.sleep(chance.uniform(0, 0.1))
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
    assert len(reached) > 3
    with psycopg.connect(url) as connection:
        held = connection.execute("SELECT owner, posted_cents FROM ledger_balance").fetchall()
        moved = connection.execute("SELECT owner, count(*) FROM ledger_movement GROUP BY owner").fetchall()
    assert len(held) == ACCOUNTS
    assert dict(held) == {owner: cents(owner) for owner, _ in held}
    assert dict(moved) == {owner: 1 for owner, _ in held}
    assert python(url, "-c", CHECK, run_id) == "True done []"


def wait_for(url: str, run_id: str, accounts: int) -> None:
    """Wait until the run has walked through so many accounts, however slow the machine is today."""
    for _ in range(2_000):
        if reached_by(url, run_id) >= accounts:
            return
        time.sleep(0.01)


def reached_by(url: str, run_id: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT sum(done) FROM crediting_track WHERE run_id = %s", [run_id]).fetchone()
    assert row is not None
    return int(row[0])
