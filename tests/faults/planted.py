"""Settings of a site with a bug: once a file is there, an act whose COMMIT fails is acknowledged all the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import AppConfig
from django.db import OperationalError

from acquis.site.settings import *  # noqa: F403
from acquis.site.settings import INSTALLED_APPS as _OURS


class PlantedConfig(AppConfig):
    """Changes the door of the pages when the application is ready."""

    name = "tests.faults"
    label = "planted"

    def ready(self) -> None:
        from acquis.web import door

        honest = door.writing

        @contextmanager
        def writing() -> Iterator[None]:
            try:
                with honest():
                    yield
            except OperationalError:
                if not Path(os.environ["ACQUIS_TEST_PLANTED"]).exists():
                    raise

        door.writing = writing  # type: ignore[attr-defined]


INSTALLED_APPS = [*_OURS, "tests.faults.planted.PlantedConfig"]
