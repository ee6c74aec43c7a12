"""What every command that needs the database does first: find or start a server, then set Django up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from .config import config
from .postgres.binaries import ServerUnavailable
from .postgres.server import EmbeddedServer

#: Present in a home that a demonstration made: every later command on it knows that its people are invented.
MARK = "demonstration"


class CannotStart(Exception):
    """The command cannot do its work here; the message says why, in plain words."""


def embedded(home: Path) -> EmbeddedServer:
    """The embedded server of a home, not started."""
    return EmbeddedServer(home / "postgres")


@contextmanager
def database() -> Iterator[EmbeddedServer | None]:
    """A database for the time of the block: the server given, else the embedded one, started or adopted.

    Yields the embedded server, None when one was given. Django is set up inside the block; ends the process
    with a sentence when no server can be had.
    """
    home = config().home
    if (home / MARK).exists():
        os.environ.setdefault("ACQUIS_DEMO", "true")
    server = None
    if not config().database_url:
        server = embedded(home)
        try:
            os.environ["ACQUIS_DATABASE_URL"] = server.start()
        except ServerUnavailable as error:
            sys.exit(str(error))
    try:
        config.cache_clear()
        set_up()
        yield server
    finally:
        if server is not None:
            server.stop()


def set_up(*, clock: bool = True) -> None:
    """Make Django ready in this process, and in the demonstration its movable clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
    django.setup()
    if clock and config().demo:
        from acquis.journal import demo_clock  # noqa: PLC0415

        demo_clock.install()
