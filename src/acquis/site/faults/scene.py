"""The processes that are hurt: a server that keeps what it promised, the web and the worker, and what stands between.

Children are started from the thread that made the scene: the kernel ends them with it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from django.db import Error, connection
from procrastinate.contrib.django import app

from acquis.site.postgres.roles import WEB, WORK
from acquis.site.postgres.server import EmbeddedServer
from acquis.site.supervisor import Child, command, web_command

from .hooks import Hooks
from .proxy import Proxy

#: Longer than this, and nothing of it has recovered.
MOST_SECONDS = 300.0
_OF_OURS = ("ACQUIS_WEB_DATABASE_URL", "ACQUIS_WORK_DATABASE_URL")


class NotRecovered(Exception):
    """Something that was hurt does not come back."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Scene:
    """Web, worker, server; each can be killed, and comes back."""

    def __init__(self, server: EmbeddedServer, logs: Path, port: int) -> None:
        self.server, self.port = server, port
        self.url = f"http://127.0.0.1:{port}"
        self.web_line, self.work_line = Proxy(server.port), Proxy(server.port)
        self.hooks = Hooks(self.url)
        self._bytecode = logs.parent / "bytecode"
        self.web = Child(
            "web",
            web_command(host="127.0.0.1", port=port, workers=2, threads=4, patience=2),
            logs / "web.log",
            self._environment(WEB, self.web_line, ACQUIS_SITE_URL=self.url),
        )
        # The stand-in of the card provider calls from the worker: its calls pass by the hooks.
        addresses = {"ACQUIS_SITE_URL": self.hooks.url, "ACQUIS_PAYMENTS_URL": f"{self.url}/demo/cards/api"}
        self.worker = Child(
            "worker",
            command("work", "--polling", "0.5"),
            logs / "worker.log",
            self._environment(WORK, self.work_line, **addresses),
        )

    def _environment(self, role: str, line: Proxy, **more: str) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if name not in _OF_OURS}
        parts = urlsplit(self.server.url_of(role))
        through = parts._replace(
            netloc=f"{parts.username}:{parts.password}@127.0.0.1:{line.port}", query="prepare_threshold=0"
        )
        # As where it is installed, a module is read as it was compiled, and a process is there in a second.
        kept = os.environ.get("PYTHONPYCACHEPREFIX") or str(self._bytecode)
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": kept}
        return ours | {"ACQUIS_DATABASE_URL": through.geturl()} | compiled | more

    def start(self) -> None:
        self.web.start()
        self.worker.start()
        self.recovered(worker=True)

    def stop(self) -> None:
        for child in (self.worker, self.web):
            if child.process is not None and not child.dead:
                child.process.terminate()
        for child in (self.worker, self.web):
            if child.process is None:
                continue
            with contextlib.suppress(Exception):
                child.process.wait(10)
            if not child.dead:
                _kill_group(child.process.pid)
                child.process.wait(10)
        self.hooks.close()
        self.web_line.close()
        self.work_line.close()

    # ------------------------------------------------------------------ killing

    def kill_web(self) -> None:
        """The web server and its workers, all at once."""
        _kill_whole(self.web)

    def kill_web_worker(self, which: int) -> bool:
        """One of the processes that serve; the other goes on, and the web server starts another."""
        assert self.web.process is not None
        serving = [pid for pid in _children(self.web.process.pid) if "granian" in _words(pid) or "spawn" in _words(pid)]
        if not serving:
            return False
        _kill(sorted(serving)[which % len(serving)])
        return True

    def kill_worker(self) -> None:
        _kill_whole(self.worker)

    def kill_server(self) -> None:
        """As a power cut would, short of the disk."""
        pid = self.server.pid
        os.kill(pid, signal.SIGKILL)
        _until_gone(pid)

    def kill_backend(self, role: str, which: int) -> bool:
        """One process of the server that serves us: the server then ends them all, and recovers by itself."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY state, pid", [role])
            pids = [pid for (pid,) in cursor.fetchall()]
        if not pids:
            return False
        _kill(pids[which % len(pids)])
        # It has not happened before the server has ended us too: who looked now would be cut off while looking.
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except Error:
                connection.close()
                return True
            time.sleep(0.01)
        return False

    # ------------------------------------------------------------------ coming back

    def revive(self) -> None:
        """Start again what died, as a supervisor does."""
        if not self.server.alive():
            connection.close()
            self.server.start()
        for child in (self.web, self.worker):
            if child.dead:
                child.start()

    def recovered(self, *, worker: bool = False) -> float:
        """Wait until pages can write again, and the worker works, when asked; the seconds it took."""
        began = time.monotonic()
        self._until(self._web_writes, began, "the web")
        if worker:
            self._until(self._server_answers, began, "the server")
            self._forget_the_dead()
            # Not the turn of the minute's own: one more, that nobody else awaits, and before what is due already.
            asked = app.configure_task("journal.take_up_again", queueing_lock=f"faults {uuid4()}", priority=10)
            job = asked.defer(timestamp=0)
            self._until(lambda: self._done(job), began, "the worker")
        return time.monotonic() - began

    def _until(self, holds: Callable[[], bool], began: float, what: str) -> None:
        while True:
            self.revive()
            if holds():
                return
            if time.monotonic() - began > MOST_SECONDS:
                raise NotRecovered(f"{what} does not come back; its words are in {self.web.log.parent}")
            time.sleep(0.05)

    def _web_writes(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz/ready", timeout=30.0, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def _server_answers(self) -> bool:
        try:
            connection.close_if_unusable_or_obsolete()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            connection.close()
            return False
        return True

    def _forget_the_dead(self) -> None:
        """What a killed worker was doing is taken up after a minute without a sign of it; here at once."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_workers WHERE id NOT IN ("
                " SELECT id FROM procrastinate_workers ORDER BY last_heartbeat DESC, id DESC LIMIT 1)"
            )

    def _done(self, job: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
            row = cursor.fetchone()
        return row is None or row[0] == "succeeded"

    def waiting(self) -> int:
        """How many jobs are due, or being done."""
        return self._count("status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))")

    def catch_up(self) -> None:
        """Wait until the worker has done what the calendar asks: days have passed at once."""
        began = time.monotonic()
        self.recovered(worker=True)
        late = "status IN ('todo', 'doing') AND scheduled_at <= now()"
        self._until(lambda: self._count(late) == 0, began, "what the calendar asks")

    def _count(self, jobs: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM procrastinate_jobs WHERE {jobs}")  # noqa: S608
            return int(cursor.fetchone()[0])


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _kill_whole(child: Child) -> None:
    """A process and its children; somebody else may start it again at once."""
    process = child.process
    assert process is not None
    _kill_group(process.pid)
    _until_gone(process.pid)


def _until_gone(pid: int) -> None:
    """Wait until a process is dead, whether or not its parent has asked about it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX":
                return
        except OSError:
            return
        time.sleep(0.005)


def _kill_group(pid: int) -> None:
    """A child is in a session of its own, and its children with it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
