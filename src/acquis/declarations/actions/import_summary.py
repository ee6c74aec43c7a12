"""Bring in a yearly summary, the file of the bodies that have no DSN."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import permissions
from ..formats import summary
from ..formats.lines import NAMES, lines, look
from ..types import Level, Refusal, Report, Source
from ..walking import Progress, Walk, silent


@one_statement_act
def import_summary(
    *, file: IO[bytes] | Path, file_name: str = "", progress: Progress = silent, by: Actor, at: datetime
) -> Report:
    """Read a yearly summary and take what is right in it; everything found is in the report, which is kept.

    A line sent again with a higher `version` corrects the former one; with `annulation`, it withdraws it.
    """
    permissions.IMPORT.require_any(by)
    if isinstance(file, Path):
        with file.open("rb") as raw:
            return _read(raw, file_name or file.name, progress, by, at)
    return _read(file, file_name, progress, by, at)


def _read(raw: IO[bytes], file_name: str, progress: Progress, by: Actor, at: datetime) -> Report:
    seen = look(raw)
    walk = Walk(Source.SUMMARY, file_name, "yearly-summary", seen, progress, by=by, at=at)
    if not seen.size or not seen.encoding:
        return walk.close(refusal=Refusal.FORMAT_UNKNOWN if seen.size else Refusal.FILE_EMPTY)
    if seen.encoding != "utf-8":
        walk.telling.find(Level.FILE, "encoding_summary", blocking=False, encoding=NAMES[seen.encoding])
    reading = summary.Reading(walk.telling.find, day_of(at))
    walk.through(reading.items(lines(raw, seen.encoding)))
    return walk.close(reading.counts, refusal=None if reading.readable else Refusal.FORMAT_UNKNOWN)
