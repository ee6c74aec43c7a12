"""The processes of a running site, kept alive together and stopped together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from .postgres.binaries import ServerUnavailable
from .postgres.process import dies_with_parent
from .postgres.server import EmbeddedServer

Say = Callable[[str], None]

#: More deaths than this within a minute is not bad luck.
_DEATHS_PER_MINUTE = 5


@dataclass
class Child:
    """A process we started; its words go to `log`."""

    name: str
    command: list[str]
    log: Path
    #: The whole environment of the process; None is ours.
    environment: dict[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=_DEATHS_PER_MINUTE))

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        # In a session of its own: Ctrl-C reaches the supervisor, which stops its children in order.
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )

    @property
    def dead(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Supervisor:
    """Starts children, restarts those that die (and the embedded server), stops all on SIGINT or SIGTERM."""

    def __init__(self, server: EmbeddedServer | None, *, say: Say) -> None:
        self._server, self._say = server, say
        self._children: list[Child] = []
        self._asked_to_stop = False

    def add(self, name: str, command: list[str], log: Path, environment: dict[str, str] | None = None) -> Child:
        child = Child(name, command, log, environment)
        self._children.append(child)
        child.start()
        return child

    def listen(self) -> None:
        """From now on a signal asks for a clean stop instead of ending this process."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._ask_to_stop)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop = True

    def run(self, *, until: Callable[[], bool] | None = None) -> int:
        """Watch until asked to stop (0) or until something cannot be kept alive (1); `until` ends it earlier."""
        while not self._asked_to_stop:
            if until is not None and until():
                return 0
            if not self._revive():
                return 1
            time.sleep(0.2)
        return 0

    def _revive(self) -> bool:
        if self._server is not None and not self._server.alive():
            self._say("PostgreSQL stopped; starting it again.")
            try:
                self._server.start()
            except ServerUnavailable as error:
                self._say(str(error))
                return False
        for child in self._children:
            if not child.dead:
                continue
            now = time.monotonic()
            child.deaths.append(now)
            if len(child.deaths) == _DEATHS_PER_MINUTE and now - child.deaths[0] < 60:
                self._say(f"{child.name} keeps stopping; its words are in {child.log}")
                return False
            self._say(f"{child.name} stopped; starting it again.")
            child.start()
        return True

    def stop(self) -> None:
        """End every child cleanly, the last started first; what does not end in time is ended hard."""
        for child in reversed(self._children):
            if child.process is not None and not child.dead:
                child.process.terminate()
        deadline = time.monotonic() + 25
        for child in reversed(self._children):
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def web_command(*, host: str, port: int, workers: int, threads: int, patience: int = 10) -> list[str]:
    """Granian on our application: processes, each with threads that keep their database connection.

    At a stop, a request may take `patience` more seconds.
    """
    options: dict[str, Any] = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        "blocking-threads": threads,
        "blocking-threads-idle-timeout": 600,
        "workers-kill-timeout": patience,
        "log-level": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return [sys.executable, "-m", "granian", *words, "--respawn-failed-workers", "acquis.site.wsgi:application"]


def command(*words: str) -> list[str]:
    """Another `acquis` command, as a process."""
    return [sys.executable, "-c", "from acquis.site.commands import main; raise SystemExit(main())", *words]
