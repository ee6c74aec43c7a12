"""The demonstration's own data: known as such, filled whole or begun anew, never mistaken for real data."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from django.db import connection

from . import migration, privileges, secrets
from .postgres.server import EmbeddedServer
from .progress import Report
from .startup import MARK, CannotStart


class Fill(Protocol):
    """What fills an empty database from a seed."""

    def __call__(self, *, seed: int, progress: Report) -> None: ...


#: Held by the demonstration that runs from a home.
_LOCK = "demo.lock"

#: Written on the database itself once it is full, in the words `demonstration, seed 7`.
_FILLED = "demonstration, seed "


def prepare(home: Path) -> None:
    """Make `home` a demonstration's; refuses a home whose embedded database somebody else made."""
    if (home / "postgres" / "data").exists() and not (home / MARK).exists():
        raise CannotStart(
            f"{home} holds a database that is not a demonstration's, and is left untouched. "
            "Give another folder in ACQUIS_HOME."
        )
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("Everything in this folder was made by `acquis demo`, which may erase it.\n")
    secrets.make(home)


def erase(home: Path, server: EmbeddedServer | None) -> None:
    """Remove what the demonstration made in `home`; refuses a home that is not a demonstration's."""
    if not (home / MARK).exists():
        if home.exists() and any(home.glob("postgres/data")):
            raise CannotStart(f"{home} is not a demonstration's, and is left untouched.")
        return
    if server is not None:
        server.erase()
    for name in ("secrets", "keys", "search", "files", "logs", "examples"):
        shutil.rmtree(home / name, ignore_errors=True)
    (home / MARK).unlink()


def seed_of() -> int | None:
    """The seed from which the database was filled; None while it is not full."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('public'::regnamespace, 'pg_namespace')")
        said = cursor.fetchone()[0] or ""
    return int(said.removeprefix(_FILLED)) if said.startswith(_FILLED) else None


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One demonstration at a time in a home: two would run each other's jobs and erase each other's data."""
    with (home / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotStart("A demonstration already runs from this folder.") from None
        yield


def being_filled(home: Path) -> bool:
    """Whether a demonstration that runs from this home has not filled its country yet."""
    if not (home / _LOCK).exists():
        return False
    with (home / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return seed_of() is None
    return False


def ensure_filled(*, seed: int, ours: bool, anew: bool, fill: Fill, report: Report) -> bool:
    """Bring the tables to this version and fill them unless they are; returns whether they were filled now.

    `fill` is given, because it can only be imported once the settings are known. `ours` says that the database is
    a demonstration's embedded one: a filling that was interrupted is begun anew. A database that was given must be
    empty or marked full; anything else is left untouched.
    """
    filled = seed_of() is not None
    if not ours and not filled and connection.introspection.table_names():
        raise CannotStart(
            "The database in ACQUIS_DATABASE_URL is neither empty nor a demonstration's, and is left untouched."
        )
    if (anew and filled) or (not filled and connection.introspection.table_names()):
        _drop_everything()
        filled = False
    # On a server whose owner may not make roles, an invented country is served by the owner itself.
    with suppress(privileges.RolesMissing):
        migration.migrate()
    if filled:
        return False
    fill(seed=seed, progress=report)
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON SCHEMA public IS '{_FILLED}{seed:d}'")
    return True


def _drop_everything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
