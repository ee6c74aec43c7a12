"""A server for one run of the tests: made in a moment, not durable, removed at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import process
from .server import EmbeddedServer

_PREFIX = "acquis-throwaway-"


@contextmanager
def throwaway(database: str = "acquis") -> Iterator[str]:
    """The address of a fresh server that disappears with all its data when the block ends."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.chmod(0o711)
    (folder / "owner").touch()
    server = EmbeddedServer(folder, database=database, durable=False)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Remove what killed runs left, so that the machine does not fill with dead databases."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            started_by = (folder / "owner").read_text().strip()
        except OSError:
            continue
        abandoned = started_by.isdigit() and not process.alive(int(started_by))
        if abandoned and process.postmaster(folder / "data") is None:
            shutil.rmtree(folder, ignore_errors=True)
