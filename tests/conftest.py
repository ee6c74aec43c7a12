"""What every test may ask for: a database server that exists for this run only."""

import os
import shutil
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from tests.moments import AT

from acquis.kit import clock

pytest_plugins = ("tests.browser",)

#: One for each test of this process.
_NUMBERS = count()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Last, what needs a browser: its driver keeps the event loop of the process, and jobs run in one of their own.

    Of these the longest file comes first, so that nobody waits for it alone at the end.
    """
    items.sort(
        key=lambda item: ("browser" in getattr(item, "fixturenames", ()), item.path.name != "test_every_page.py")
    )


@pytest.fixture(autouse=True)
def the_day_of_the_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's clock begins at `AT` and runs on: what is late today is late whenever the tests are run."""
    base = AT - clock.machine_now()
    monkeypatch.setattr(clock, "_offset", lambda: base)


@pytest.fixture(autouse=True)
def an_index_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads the search index that another made; nothing is written unless something is searched."""
    # Where no framework is installed, nothing searches.
    django = sys.modules.get("django.conf")
    if django is None or not django.settings.configured:
        yield
        return
    folder = tmp_path_factory.getbasetemp() / "search" / str(next(_NUMBERS))
    monkeypatch.setattr(django.settings, "SEARCH_PATH", folder)
    yield
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The address of the server of this run: the one of ACQUIS_DATABASE_URL, else a throw-away one."""
    given = os.environ.get("ACQUIS_DATABASE_URL")
    if given:
        yield given
        return
    # Here, and not above: tests/rules run where neither a driver nor a framework is installed.
    from acquis.site.postgres.throwaway import throwaway

    with throwaway() as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: str) -> None:
    """Point Django at that server, before pytest-django creates its test database there.

    Here and not in the environment: pytest-django reads the settings before any of our code runs.
    """
    from django.db import connections

    address = urlsplit(database_server)
    connections.databases["default"].update(
        NAME=address.path.lstrip("/"),
        USER=unquote(address.username or ""),
        PASSWORD=unquote(address.password or ""),
        HOST=address.hostname or "",
        PORT=str(address.port or ""),
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, in which tests that commit may be cleaned up after.

    Before it is dropped, the sessions that threads of the tests left open are ended.
    """
    from django.db import connection
    from tests.append_only import let_tests_truncate

    from acquis.site import privileges

    with django_db_blocker.unblock():
        let_tests_truncate()
        privileges.provision()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
