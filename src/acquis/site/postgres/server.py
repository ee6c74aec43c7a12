"""One embedded server: start or adopt it, know its address, stop it.

Everything it owns lies in one folder: `data`, `server.log`, `port`, `url`, `password` and those of the lesser roles
(0600). Passwords are random and asked of everybody, on the socket too. Writes reach the disk before they
are acknowledged, except in a throw-away server.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg import sql

from . import binaries, process, roles
from .binaries import Binaries, ServerUnavailable
from .owner import data_folder, owner, reachable

USER = "acquis"
#: A Unix socket's whole path must stay under about 100 bytes, and the server adds `/.s.PGSQL.65535`.
_LONGEST_SOCKET_FOLDER = 80
_START_SECONDS = 60
#: A crash of the server may leave its children a moment longer, holding its memory.
_TRY_AGAIN = ("pre-existing shared memory block", "is another postmaster", "lock file")
_PORT_TAKEN = ("Address already in use", "could not create any TCP/IP sockets")


class EmbeddedServer:
    """The server of one folder. `start` returns its address; used as a context manager it stops at the end.

    A server already running on the folder is adopted, and then left running by `stop`: it is its owner's.
    """

    def __init__(self, folder: Path, *, database: str = "acquis", durable: bool = True) -> None:
        self._who = owner()
        folder = folder.absolute()
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = data_folder(folder, self._who)
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.database, self._durable = database, durable
        self._child: subprocess.Popen[bytes] | None = None
        self._pid = 0
        self.port = 0
        self.adopted = False

    def __enter__(self) -> EmbeddedServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The address for our own programs, password included: never printed, never logged."""
        return f"postgresql://{USER}:{self._password()}@127.0.0.1:{self.port}/{self.database}"

    def url_of(self, role: str) -> str:
        """The address for a program that serves, under a lesser role of `roles.ROLES`."""
        password = self._read(roles.password_file(role))
        return f"postgresql://{role}:{password}@127.0.0.1:{self.port}/{self.database}"

    @property
    def pid(self) -> int:
        return self._pid

    def alive(self) -> bool:
        """Whether the server we started or adopted still runs (and reap it when it does not)."""
        if self._child is not None:
            self._child.poll()
        found = process.postmaster(self.data)
        return found is not None and found.pid == self._pid

    def start(self) -> str:
        """Start the server, or adopt the one that runs; returns its address.

        Recovers what a kill -9, of the server or of us, left behind. Raises ServerUnavailable.
        """
        with self._locked():
            deadline = time.monotonic() + _START_SECONDS
            while True:
                running = process.postmaster(self.data)
                if running is None:
                    if self._try_launch():
                        break
                elif running.status.startswith("ready") and self._answers(running.port):
                    self._adopt(running)
                    break
                if time.monotonic() > deadline:
                    raise ServerUnavailable(f"PostgreSQL did not become ready. Its last words:\n{self._last_words()}")
                time.sleep(0.1)
            self._make_database()
            self._write("port", str(self.port))
            self._write("url", self.url)
        return self.url

    def stop(self) -> None:
        """Stop the server cleanly, if it is ours to stop: open transactions are rolled back, data is checkpointed."""
        if self.adopted or not self._pid:
            return
        for sign, seconds in ((signal.SIGINT, 60), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            with suppress(ProcessLookupError):
                if self._running():
                    os.kill(self._pid, sign)
            if self._gone_within(seconds):
                break
        self._child, self._pid = None, 0

    def erase(self) -> None:
        """Remove the data for good; the server must be stopped."""
        with self._locked():
            if process.postmaster(self.data) is not None:
                raise ServerUnavailable("The server of this folder still runs: stop it before erasing its data.")
            for name in ("data", "data.making"):
                shutil.rmtree(self.folder / name, ignore_errors=True)
            for name in ("password", *map(roles.password_file, roles.ROLES), "port", "url", "owner"):
                (self.folder / name).unlink(missing_ok=True)

    # -- starting

    def _adopt(self, running: process.Postmaster) -> None:
        self._pid, self.port = running.pid, running.port
        started_by = self._read("owner")
        # A server whose starter was killed (where the kernel does not take it along) becomes ours.
        self.adopted = bool(started_by) and started_by != str(os.getpid()) and process.alive(int(started_by))
        if not self.adopted:
            self._write("owner", str(os.getpid()))

    def _try_launch(self) -> bool:
        programs = reachable(binaries.find(self._major()), self._who, self.folder)
        self._make_data(programs)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.port = self._free_port()
        sockets = self._clean_sockets()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(sockets),
            "max_connections": "200",
            "shared_buffers": "128MB",
            "logging_collector": "off",
            "log_min_messages": "warning",
            "timezone": "UTC",
        }
        if not self._durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [programs.program("postgres"), "-D", str(self.data)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        said_before = self.log.stat().st_size if self.log.exists() else 0
        if said_before > 5_000_000:
            self.log.unlink()
            said_before = 0
        with self.log.open("ab") as log:
            self._child = process.launch(command, who=self._who, log=log, cwd=self.data)
        self._write("owner", str(os.getpid()))
        return self._became_ready(said_before)

    def _became_ready(self, said_before: int) -> bool:
        """Wait for the child: True when it answers, False when another try makes sense; else raises."""
        assert self._child is not None
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            if self._child.poll() is not None:
                with self.log.open("rb") as log:
                    log.seek(said_before)
                    words = log.read().decode(errors="replace")
                self._child = None
                if any(w in words for w in _PORT_TAKEN):
                    (self.folder / "port").unlink(missing_ok=True)
                    return False
                if any(w in words for w in _TRY_AGAIN):
                    return False
                raise ServerUnavailable(f"PostgreSQL stopped while starting. Its last words:\n{words[-2000:]}")
            running = process.postmaster(self.data)
            if running is not None and running.status.startswith("ready") and self._answers(self.port):
                self._pid, self.adopted = self._child.pid, False
                return True
            time.sleep(0.02)
        raise ServerUnavailable(f"PostgreSQL did not answer in time. Its last words:\n{self._last_words()}")

    def _major(self) -> int | None:
        text = self._read("data/PG_VERSION")
        return int(text) if text else None

    def _make_data(self, programs: Binaries) -> None:
        """Create the data folder, whole or not at all: it takes its name only when it is complete."""
        if (self.data / "PG_VERSION").exists():
            return
        making = self.folder / "data.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        self._who.give(making)
        self._write("password", secrets.token_urlsafe(32))
        with tempfile.NamedTemporaryFile("w", dir=self.folder, prefix="first-", suffix=".password") as first:
            first.write(self._password() + "\n")
            first.flush()
            self._who.give(Path(first.name))
            command = [programs.program("initdb"), "-D", str(making), "-U", USER, "--pwfile", first.name]
            command += ["--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", "--locale=C"]
            if programs.major >= 17:
                command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            if not self._durable:
                command += ["--no-sync"]
            done = subprocess.run(  # noqa: S603
                command,
                capture_output=True,
                text=True,
                check=False,
                cwd=making,
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                **self._who.popen(),
            )
        if done.returncode:
            raise ServerUnavailable(f"PostgreSQL could not create its data folder:\n{done.stderr[-2000:]}")
        shutil.rmtree(self.data, ignore_errors=True)
        making.rename(self.data)

    def _free_port(self) -> int:
        """The port of last time when it is free, so that our programs find a restarted server again."""
        for wanted in (int(self._read("port") or 0), 0):
            with socket.socket() as probe, suppress(OSError):
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", wanted))
                return int(probe.getsockname()[1])
        raise ServerUnavailable("No free TCP port on 127.0.0.1.")

    @property
    def sockets(self) -> Path:
        """The folder of the server's socket, ours alone; in the temporary folder when the path would be too long."""
        folder = self.folder / "socket"
        if len(str(folder)) <= _LONGEST_SOCKET_FOLDER:
            return folder
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"acquis-{mark}"

    def _clean_sockets(self) -> Path:
        folder = self.sockets
        folder.mkdir(mode=0o700, exist_ok=True)
        self._who.give(folder)
        # The lock of a socket names a process number, like `postmaster.pid`, and misleads in the same way.
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink()
        return folder

    # -- asking

    def _answers(self, port: int) -> bool:
        address = f"postgresql://{USER}:{self._password()}@127.0.0.1:{port}/postgres"
        try:
            with psycopg.connect(address, connect_timeout=3) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.Error:
            return False
        return row is not None and Path(row[0]) == self.data

    def _make_database(self) -> None:
        address = f"postgresql://{USER}:{self._password()}@127.0.0.1:{self.port}/postgres"
        with psycopg.connect(address, connect_timeout=10, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone()
            if known is None:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(self.database))
                )
            for role in roles.ROLES:
                name = roles.password_file(role)
                # A server that runs keeps its passwords: those it serves hold them. One just started takes the file's.
                if self.adopted and self._read(name):
                    continue
                if not self._read(name):
                    self._write(name, secrets.token_urlsafe(32))
                roles.make(connection, role, self._read(name))

    def _running(self) -> bool:
        return self._child.poll() is None if self._child is not None else process.alive(self._pid)

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not self._running():
                return True
            time.sleep(0.02)
        return False

    # -- files

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Only one program at a time starts, adopts or erases."""
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self, name: str, text: str) -> None:
        """Replace a small file whole, readable by us alone."""
        path = self.folder / name
        making = path.with_name(path.name + ".making")
        with open(os.open(making, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        making.replace(path)

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text().strip()
        except OSError:
            return ""

    def _password(self) -> str:
        return self._read("password")

    def _last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else "(none)"


def last_url(folder: Path) -> str:
    """The address a server of this folder last had; empty when there was none. Starts nothing."""
    try:
        return (data_folder(folder.absolute(), owner()) / "url").read_text().strip() if folder.exists() else ""
    except (OSError, ServerUnavailable):
        return ""
