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
from tests.crediting.walker import ACCOUNTS, cents, corrected, hours

from acquis.site.postgres.server import EmbeddedServer

SLICE = 15


@pytest.fixture
def server() -> Iterator[EmbeddedServer]:
    with tempfile.TemporaryDirectory(prefix="acquis-kills-") as folder:
        Path(folder).chmod(0o711)
        durable = EmbeddedServer(Path(folder))
        durable.start()
        yield durable
        durable.stop()


class Walkers:
    """The process that forks a child for whatever is to be done on the server (`walker.py`)."""

    def __init__(self, url: str) -> None:
        given = {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DATABASE_URL": url, "ACQUIS_DEMO": "true"}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.crediting.walker", str(SLICE)],
            env=os.environ | given | {"PYTHONPATH": os.pathsep.join(["src", "."])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self, *words: str) -> int:
        """The number of the child that does this."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> tuple[int, list[str]]:
        """The status of the child, once it has ended, and what it said."""
        said = []
        while not (line := self._line()).startswith("status "):
            said.append(line)
        return int(line.split()[1]), said

    def done(self, *words: str) -> list[str]:
        """What a child said that nobody kills."""
        self.begin(*words)
        status, said = self.end()
        assert status == 0
        return said

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the walkers have gone"
        return line.strip()

    def close(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def walkers(server: EmbeddedServer) -> Iterator[Walkers]:
    made = Walkers(server.url)
    yield made
    made.close()


def again(server: EmbeddedServer) -> str:
    """Kill the server as a power cut would, and start it on what is on the disk."""
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    while server.alive():
        time.sleep(0.02)
    return server.start()


def test_kill_9_of_the_run_and_of_the_server_at_random_points(server: EmbeddedServer, walkers: Walkers) -> None:
    """First credited, then corrected up and down, then the correction undone: each to the end in spite of its kills."""
    url, chance = server.url, random.Random(2025)
    walkers.done("migrate")
    said, run_id, halfway, slabs = [], "-", 0, set()
    steps = [("yearly", "first", 6, hours), ("yearly", "corrected", 5, corrected), ("undo", "none", 5, hours)]
    for step, (kind, facts, kills, worked) in enumerate(steps, start=1):
        *before, run_id = walkers.done("next", kind, run_id)
        said += before
        halfway += carry_out(server, walkers, run_id, facts, kills, chance)
        with psycopg.connect(url) as connection:
            held = connection.execute("SELECT owner, posted_cents FROM ledger_balance").fetchall()
            moved = connection.execute("SELECT owner, count(*) FROM ledger_movement GROUP BY owner").fetchall()
            kept = connection.execute(
                "SELECT (SELECT sum(accounts) FROM accounts_yearslab), (SELECT count(*) FROM accounts_yearlycredit)"
            ).fetchone()
        assert len(held) == ACCOUNTS
        assert dict(held) == {owner: cents(int(worked(owner))) for owner, _ in held}
        assert dict(moved) == {owner: step for owner, _ in held}
        # Each version is kept once, whoever was killed while writing it: nearly every first one in a slab, the rest as
        # rows, and a correction changes no slab.
        assert kept is not None
        assert sum(kept) == step * ACCOUNTS
        slabs.add(kept[0])
        assert ACCOUNTS * 9 // 10 < kept[0] <= ACCOUNTS
    said += walkers.done("next", "-", run_id)
    assert said == ["True done []"] * 3
    assert len(slabs) == 1
    # Otherwise the kills came before the first slice or after the last, and nothing was tried.
    assert halfway > 3


def carry_out(
    server: EmbeddedServer, walkers: Walkers, run_id: str, facts: str, kills: int, chance: random.Random
) -> int:
    """Walk a run to its end, whoever walks being killed again and again, and the server too: at how many places."""
    url, killed, reached, status = server.url, 0, set(), -1
    while status != 0:
        child = walkers.begin("walk", run_id, facts)
        if killed < kills:
            wait_for(url, run_id, max(reached, default=0) + chance.randint(0, 3) * SLICE)
            time.sleep(chance.uniform(0, 0.04))
            if killed % 4 == 3:
                assert again(server) == url
            else:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            killed += 1
        status, _ = walkers.end()
        reached.add(reached_by(url, run_id))
    return len(reached - {0, ACCOUNTS})


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
