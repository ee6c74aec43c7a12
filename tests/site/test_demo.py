"""`acquis demo` as a newcomer meets it: real processes, in a home of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.site.places import reachable

from acquis.site import frontend
from acquis.site.postgres import process

ACQUIS = [sys.executable, "-c", "from acquis.site.commands import main; raise SystemExit(main())"]


def environment(home: Path) -> dict[str, str]:
    """A newcomer's: nothing of this run's settings."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ACQUIS_", "DJANGO_"))}
    return bare | {"ACQUIS_HOME": str(home)}


def acquis(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ACQUIS, *words], env=environment(home), capture_output=True, text=True, check=False, timeout=900
    )


class Demo:
    """A running demonstration, once it has printed its address."""

    def __init__(self, home: Path, *words: str) -> None:
        self.errors = (home.parent / "errors").open("w")
        self.process = subprocess.Popen(
            [*ACQUIS, "demo", "--port", "8400", *words],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.told = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.told += line
            if "Stop" in line:
                break
        found = re.search(r"Open\s+(\S+)", self.told)
        assert found, (self.told, (home.parent / "errors").read_text())
        self.url = found.group(1)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return str(answer.read().decode())

    def stop(self, sign: int = signal.SIGINT) -> int:
        self.process.send_signal(sign)
        code = self.process.wait(60)
        self.errors.close()
        return code


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A home filled once for this module."""
    frontend.build(say=lambda _: None)
    with reachable("home/postgres/data") as folder:
        path = folder / "home"
        done = acquis(path, "demo", "--fill-only", "--size", "0.03")
        assert done.returncode == 0, done.stderr
        yield path


def test_a_second_start_keeps_the_data_and_stops_cleanly(home: Path) -> None:
    demo = Demo(home)
    try:
        assert "Acquis" in demo.get("/")
        assert all(json.loads(demo.get("/healthz/ready")).values())
        assert json.loads(demo.get("/version"))["version"]
        assert str(home / "postgres" / "data") in demo.told
        second = acquis(home, "demo")
        assert second.returncode == 1
        assert "already runs" in second.stderr
    finally:
        code = demo.stop()
    assert code == 0
    assert process.postmaster(home / "postgres" / "data") is None


def test_it_survives_the_death_of_its_database_and_its_own(home: Path) -> None:
    demo = Demo(home)
    server = process.postmaster(home / "postgres" / "data")
    assert server is not None
    os.kill(server.pid, signal.SIGKILL)
    deadline = time.monotonic() + 240
    while True:
        try:
            if all(json.loads(demo.get("/healthz/ready")).values()):
                break
        except OSError:
            pass
        assert time.monotonic() < deadline, "the demonstration did not come back"
        time.sleep(0.2)
    assert demo.stop(signal.SIGKILL) == -signal.SIGKILL
    again = Demo(home)
    assert again.stop() == 0


def test_its_secrets_are_its_own_and_nobody_else_reads_them(home: Path) -> None:
    folder = home / "secrets"
    assert {path.name for path in folder.iterdir()} >= {"secret_key", "payments_secret"}
    for path in folder.iterdir():
        assert path.stat().st_mode & 0o077 == 0
        assert len(path.read_text().strip()) > 40


def test_every_invariant_holds_and_a_machine_may_read_it(home: Path) -> None:
    done = acquis(home, "check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"] is True
    assert len(told["checks"]) > 10


def test_what_is_broken_is_named_and_the_exit_code_says_so(home: Path) -> None:
    import psycopg

    from acquis.site.postgres.server import EmbeddedServer

    with EmbeddedServer(home / "postgres") as server, psycopg.connect(server.url) as connection:
        connection.execute("INSERT INTO journal_delivery (seq, reaction) VALUES (987654321, 'nowhere.none')")
    done = acquis(home, "check")
    with EmbeddedServer(home / "postgres") as server, psycopg.connect(server.url) as connection:
        connection.execute("DELETE FROM journal_delivery WHERE seq = 987654321")
    assert done.returncode == 1
    assert "987654321" in done.stdout
    assert "✗ journal: every delivery is of a recorded fact" in done.stdout


def test_migrate_has_nothing_to_do_and_the_worker_ends_when_nothing_is_due(home: Path) -> None:
    assert json.loads(acquis(home, "migrate", "--json").stdout) == {"applied": []}
    assert acquis(home, "work", "--once").returncode == 0


def test_a_home_that_is_not_a_demonstrations_is_never_touched(tmp_path: Path) -> None:
    home = tmp_path / "real"
    (home / "postgres" / "data").mkdir(parents=True)
    (home / "postgres" / "data" / "PG_VERSION").write_text("18\n")
    for words in (("demo",), ("demo", "--reset")):
        done = acquis(home, *words)
        assert done.returncode == 1
        assert "left untouched" in done.stderr
    assert (home / "postgres" / "data" / "PG_VERSION").exists()
    assert not (home / "secrets").exists()
