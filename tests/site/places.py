"""A folder that the database server's own user can reach: pytest closes its folders to everybody else, and again
whenever another run begins."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from acquis.site.postgres import process


@contextmanager
def reachable(data: str) -> Iterator[Path]:
    """An empty folder for the time of the block; the server whose files are in `data` under it is ended with it."""
    path = Path(tempfile.mkdtemp(prefix="acquis-test-"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        found = process.postmaster(path / data)
        if found is not None:
            os.kill(found.pid, signal.SIGQUIT)
        shutil.rmtree(path, ignore_errors=True)
