"""The site as the tests run it: as the demonstration, with its own folder and no embedded server of its own."""

import os
from pathlib import Path

os.environ.setdefault("ACQUIS_DEMO", "true")
os.environ.setdefault("ACQUIS_HOME", str(Path(__file__).resolve().parents[1] / "build" / "test-home"))
# The browser's driver runs an event loop in the thread of the tests, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from acquis.site.settings import *  # noqa: F403

# Threads that the tests start give their connection back at once, so that the test database can be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
