"""The durable server of its own on which a benchmark of the product runs, set up as a site would be."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acquis.site.postgres.server import EmbeddedServer


@contextmanager
def a_site() -> Iterator[tuple[EmbeddedServer, Path]]:
    """A server and the folder of its site, named by the environment; nothing of the product is loaded yet."""
    with tempfile.TemporaryDirectory(prefix="acquis-benchmark-") as name:
        folder = Path(name)
        # The server runs as another user.
        folder.chmod(0o711)
        with EmbeddedServer(folder / "postgres") as server:
            os.environ |= {
                "ACQUIS_DATABASE_URL": server.url,
                "ACQUIS_HOME": name,
                "ACQUIS_DEMO": "true",
                "DJANGO_SETTINGS_MODULE": "acquis.site.settings",
            }
            yield server, folder
