"""Bring in a file of nominative social declarations (DSN)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import permissions
from ..formats import dsn
from ..formats.blocks import blocks
from ..formats.lines import NAMES, lines, look
from ..types import Level, Refusal, Report, Source
from ..walking import Progress, Walk, silent


@one_statement_act
def import_dsn(
    *, file: IO[bytes] | Path, file_name: str = "", progress: Progress = silent, by: Actor, at: datetime
) -> Report:
    """Read a DSN file and take what is right in it; everything found is in the report, which is kept.

    Each slice of individuals is a transaction of its own: a stop loses nothing taken, and the same file again goes on.
    """
    permissions.IMPORT.require_any(by)
    if isinstance(file, Path):
        with file.open("rb") as raw:
            return _read(raw, file_name or file.name, progress, by, at)
    return _read(file, file_name, progress, by, at)


def _read(raw: IO[bytes], file_name: str, progress: Progress, by: Actor, at: datetime) -> Report:
    seen = look(raw)
    walk = Walk(Source.DSN, file_name, "neodes", seen, progress, by=by, at=at)
    if not seen.size:
        return walk.close(refusal=Refusal.FILE_EMPTY)
    # In a page of DOS the rubrics are the same: what is no DSN at all is told first.
    is_dsn = _begins_as_dsn(raw, seen.encoding or "iso-8859-1")
    if not is_dsn or not seen.encoding:
        return walk.close(refusal=Refusal.FORMAT_UNKNOWN)
    if seen.encoding != "iso-8859-1" and not seen.ascii:
        walk.telling.find(Level.FILE, "encoding", blocking=False, encoding=NAMES[seen.encoding])
    reading = dsn.Reading(walk.telling.find, day_of(at))
    walk.through(reading.items(blocks(lines(raw, seen.encoding))))
    return walk.close(reading.counts)


def _begins_as_dsn(raw: IO[bytes], encoding: str) -> bool:
    """Whether one of the first lines is a rubric: else it is another kind of file, not a damaged one."""
    head = raw.read(20_000).decode(encoding, errors="replace")
    raw.seek(0)
    return any(line[:1] == "S" and line[3:4] == "." and ",'" in line for line in head.splitlines()[:200])
