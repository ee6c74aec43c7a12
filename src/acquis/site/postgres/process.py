"""The server as a process: launched so that it dies with us, and told alive from dead, even as a zombie."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .owner import Owner

_PR_SET_PDEATHSIG = 1


def dies_with_parent(sign: int = signal.SIGINT) -> Callable[[], None] | None:
    """What the child runs before the program: ask the kernel to signal it when its parent dies.

    Linux only (None elsewhere: a server left alone is adopted at the next start). The kernel watches the
    thread that forked, so children are launched from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, sign, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def launch(command: list[str], *, who: Owner, log: IO[bytes], cwd: Path) -> subprocess.Popen[bytes]:
    """Start the server in its own session, so that Ctrl-C in the terminal reaches us and not it."""
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=cwd,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
        start_new_session=True,
        preexec_fn=dies_with_parent(),
        **who.popen(),
    )


def alive(pid: int) -> bool:
    """Whether a process runs under this number; a zombie does not."""
    return _state(pid) not in ("", "Z", "X")


def _state(pid: int) -> str:
    """The kernel's one-letter state of a process; empty when there is none."""
    if sys.platform.startswith("linux"):
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return ""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return said.stdout.strip()[:1]


def _arguments(pid: int) -> str:
    if sys.platform.startswith("linux"):
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    said = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return said.stdout


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What the server wrote of itself in `postmaster.pid`."""

    pid: int
    port: int
    status: str


def postmaster(data: Path) -> Postmaster | None:
    """The live server of this data folder, or None.

    The file outlives a killed server, and its number may since belong to a zombie nobody reaps or to another
    program; the server itself would then refuse to start. Only a running process launched on this folder counts.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not alive(pid) or f"-D {data} " not in _arguments(pid) + " ":
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else 0
    return Postmaster(pid, port, lines[7].strip() if len(lines) > 7 else "starting")
