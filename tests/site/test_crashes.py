"""Purchases lived by a process that is killed, on a server that is killed: nothing acknowledged is lost, nothing is
half done, nothing is done twice; and what was told again changes nothing.

The client serves under the web's role. `ACQUIS_TEST_CRASHES=50` crashes as often instead of a few times.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from tests.site.places import reachable

from acquis.site.postgres.roles import WEB, WORK
from acquis.site.postgres.server import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]
CRASHES = int(os.environ.get("ACQUIS_TEST_CRASHES", "2"))

#: Lives purchases without end, and says each act once it is done. A number makes its choices.
CLIENT = """
import json, random, sys, django
django.setup()
from uuid import UUID, uuid4
from tests import scenes
from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.enrolments import actions
from acquis.enrolments.models import Enrolment

chance = random.Random(int(sys.argv[1]))
scenes._counter = iter(range(int(sys.argv[1]) * 100_000 + 1, 10**9))

def tell(**what):
    print(json.dumps(what, default=str), flush=True)

def told(scene):
    tell(enrolment=scene.id, steps=Enrolment.objects.get(pk=scene.id).step_count)

tell(ready=True)
body = scenes.with_bank_account(scenes.a_body())
while True:
    holder = scenes.a_holder(rights_cents=0)
    for _ in range(chance.randint(1, 4)):
        given = dict(account_id=holder.account_id, kind=PurseKind.CEC, amount_cents=chance.randint(1, 90_000),
                     reference=f"crash {uuid4()}")
        accounts.top_up(**given, by=scenes.SYSTEM, at=scenes.AT)
        tell(reference=given["reference"], cents=given["amount_cents"], account=holder.account_id)
    scene = scenes.requested(holder, body, price_cents=chance.choice([5_000, 60_000, 150_000]))
    told(scene)
    actions.accept(enrolment_id=scene.id, by=body.agent, at=scenes.AT)
    told(scene)
    if scenes.confirming(scene) is not None:
        told(scene)
        scenes.paying(scene)
    told(scene)
    match chance.randrange(3):
        case 0:
            actions.withdraw(enrolment_id=scene.id, by=holder.actor, at=scenes.AT)
        case 1:
            actions.declare_no_show(enrolment_id=scene.id, by=body.agent, at=scenes.moment(scenes.date(2026, 12, 9)))
        case 2:
            day = scene.now.starts_on
            actions.declare_entry(enrolment_id=scene.id, entered_on=day, by=body.agent, at=scenes.moment(day, 18))
    told(scene)
"""

AGAIN = """
import json, sys, django
django.setup()
from uuid import UUID
from tests import scenes
from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
for line in sys.stdin:
    told = json.loads(line)
    accounts.top_up(account_id=UUID(told["account"]), kind=PurseKind.CEC, amount_cents=told["cents"],
                    reference=told["reference"], by=scenes.SYSTEM, at=scenes.AT)
"""


def environment(url: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ACQUIS_", "DJANGO_"))}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    ours = {"DJANGO_SETTINGS_MODULE": "acquis.site.settings", "ACQUIS_DEMO": "true", "PYTHONPATH": path}
    return bare | ours | {"ACQUIS_DATABASE_URL": url, "ACQUIS_HOME": str(ROOT / "build" / "test-home")}


def acquis(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from acquis.site.commands import main; raise SystemExit(main())", *words]
    return subprocess.run(command, env=environment(url), capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A server that keeps what it has promised, with our tables and roles."""
    with reachable("home/data") as folder, EmbeddedServer(folder / "home") as running:
        done = acquis(running.url, "migrate")
        assert done.returncode == 0, done.stderr
        yield running


def read_some(stream: IO[str], lines: int) -> list[dict[str, Any]]:
    """The next lines a client says; fewer when it is over."""
    return [json.loads(line) for _, line in zip(range(lines), stream, strict=False)]


def broken(url: str) -> dict[str, list[str]]:
    """What `acquis check` finds, under the worker's role; scenes have their own days, so delays are not judged."""
    done = acquis(url, "check", "--json")
    assert done.returncode in (0, 1), done.stderr
    checks = json.loads(done.stdout)["checks"]
    assert len(checks) > 20
    return {name: found for name, found in checks.items() if found and "delay" not in name}


@pytest.mark.parametrize("number", range(CRASHES))
def test_nothing_is_lost_half_done_or_doubled(server: EmbeddedServer, number: int) -> None:
    chance = random.Random(number)
    kills_server = number % 2 == 1
    words = [sys.executable, "-c", CLIENT, str(number + 1)]
    client = subprocess.Popen(
        words, env=environment(server.url_of(WEB)), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert client.stdout is not None
    assert client.stderr is not None
    said = read_some(client.stdout, chance.randint(8, 40))
    assert len(said) > 5, client.stderr.read()
    time.sleep(chance.uniform(0, 0.06))
    if kills_server:
        os.kill(server.pid, signal.SIGKILL)
        # Without its server the client ends by itself, with an error of the connection.
        said += read_some(client.stdout, 1_000)
        assert client.wait(60) == 1
        assert "OperationalError" in client.stderr.read()
        while server.alive():
            time.sleep(0.02)
        server.start()
    else:
        client.kill()
        said += read_some(client.stdout, 1_000)
        assert client.wait(60) == -signal.SIGKILL
    client.stdout.close()
    client.stderr.close()

    references = [told for told in said if "reference" in told]
    steps = {told["enrolment"]: told["steps"] for told in said if "enrolment" in told}
    assert references
    wait_for_quiet(server)
    assert_kept(server, references, steps)

    # A caller that never heard the answer asks again: all of it was done, or is done now, once.
    again = subprocess.run(
        [sys.executable, "-c", AGAIN],
        env=environment(server.url_of(WEB)),
        cwd=ROOT,
        input="\n".join(map(json.dumps, references)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert_kept(server, references, steps)
    assert broken(server.url_of(WORK)) == {}


@pytest.mark.parametrize("asked_already", [False, True])
def test_the_worker_comes_back_with_its_server(server: EmbeddedServer, tmp_path: Path, asked_already: bool) -> None:
    """The same process works again within seconds, and does what it was doing when the server was killed.

    Also when the turn of the minute had asked for that before the server was killed.
    """
    log = tmp_path / "worker.log"
    command = [sys.executable, "-c", "from acquis.site.commands import main; raise SystemExit(main())", "work"]
    with log.open("wb") as said:
        worker = subprocess.Popen(
            # The loops of the search are not compiled: who compiles does nothing else for long.
            command,
            env=environment(server.url_of(WORK)) | {"ACQUIS_COMPILED": "/dev/null/none"},
            cwd=ROOT,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        until(lambda: count(server, "procrastinate_workers") > 0, 60, log)
        with psycopg.connect(server.url) as connection:
            connection.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status, worker_id)"
                " SELECT 'default', 'journal.take_up_again', 'the one it was doing', '{\"timestamp\": 0}', 'doing', id"
                " FROM procrastinate_workers ORDER BY id DESC LIMIT 1"
            )
            if asked_already:
                connection.execute(
                    "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, scheduled_at)"
                    " VALUES ('default', 'journal.take_up_again', 'journal.take_up_again', '{\"timestamp\": 60}',"
                    " now() + interval '3 seconds') ON CONFLICT (queueing_lock) WHERE status = 'todo'"
                    " DO UPDATE SET scheduled_at = EXCLUDED.scheduled_at"
                )
        os.kill(server.pid, signal.SIGKILL)
        while server.alive():
            time.sleep(0.02)
        server.start()
        until(lambda: count(server, "procrastinate_jobs WHERE lock = 'the one it was doing'") == 0, 30, log)
        assert worker.poll() is None, log.read_text()
        worker.terminate()
        assert worker.wait(30) == 0
        assert count(server, "procrastinate_workers") == 0
    finally:
        worker.kill()
        worker.wait()


def count(server: EmbeddedServer, rows: str) -> int:
    with psycopg.connect(server.url) as connection:
        found = connection.execute(f"SELECT count(*) FROM {rows}".encode()).fetchone()
    assert found is not None
    return int(found[0])


def until(holds: Callable[[], bool], seconds: float, log: Path) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)


def assert_kept(server: EmbeddedServer, references: list[dict[str, Any]], steps: dict[str, int]) -> None:
    """Every act that was acknowledged is there, once."""
    with psycopg.connect(server.url) as connection:
        for told in references:
            rows = connection.execute(
                "SELECT amount_cents FROM ledger_transfer WHERE reference = %s", [f"top-up {told['reference']}"]
            ).fetchall()
            assert rows == [(told["cents"],)], told
        for enrolment, told_steps in steps.items():
            rows = connection.execute(
                "SELECT count(*) FROM enrolments_step WHERE enrolment_id = %s", [enrolment]
            ).fetchall()
            # The act under way may have been committed without being told.
            assert rows[0][0] in (told_steps, told_steps + 1), enrolment


def wait_for_quiet(server: EmbeddedServer) -> None:
    """Wait until the server has noticed that its client died."""
    for _ in range(200):
        with psycopg.connect(server.url, autocommit=True) as connection:
            found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", [WEB]).fetchone()
        if found == (0,):
            return
        time.sleep(0.05)
    raise AssertionError("the server still serves a dead client")
