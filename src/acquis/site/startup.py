"""What every command that needs the database does first: find or start a server, then set Django up."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections

from .address import database_settings
from .config import config
from .postgres.binaries import ServerUnavailable
from .postgres.roles import WEB
from .postgres.server import EmbeddedServer

#: Present in a home that a demonstration made: every later command on it knows that its people are invented.
MARK = "demonstration"

#: Addresses of roles that a process is not to know when it is not its own.
_OF_OTHERS = ("ACQUIS_WEB_DATABASE_URL", "ACQUIS_WORK_DATABASE_URL")


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


def address_of(role: str, server: EmbeddedServer | None) -> str:
    """Where a program that serves finds the database, under its own role: the embedded server's, else the one given.

    Empty when a server was given without an address for the role: the program then has the one we have.
    """
    if server is not None:
        return server.url_of(role)
    return config().web_database_url if role == WEB else config().work_database_url


def become(role: str, server: EmbeddedServer | None) -> None:
    """Go on in this process under a lesser role, when there is an address for it."""
    url = address_of(role, server)
    if not url:
        return
    os.environ["ACQUIS_DATABASE_URL"] = url
    config.cache_clear()
    connection = connections["default"]
    connection.close()
    connection.settings_dict.update(database_settings(url))


def environment_of(role: str, server: EmbeddedServer | None) -> dict[str, str]:
    """Our environment for a child process that serves: it holds the address of its own role and no other."""
    given = {name: value for name, value in os.environ.items() if name not in _OF_OTHERS}
    url = address_of(role, server)
    return given | {"ACQUIS_DATABASE_URL": url} if url else given


def set_up(*, clock: bool = True) -> None:
    """Make Django ready in this process, and in the demonstration its movable clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.site.settings")
    django.setup()
    if clock and config().demo:
        from acquis.journal import demo_clock  # noqa: PLC0415

        demo_clock.install()
