"""Bring in the public file of deaths: each may be of somebody we know; the register or an agent will say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.accounts import actions as accounts
from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor
from acquis.people.types import DeclaredIdentity, Outcome

from .. import permissions
from ..formats import deaths
from ..formats.lines import lines, look
from ..types import Level, Refusal, Report, Source
from ..walking import SLICE, Progress, Walk, silent

_COUNTED = {Outcome.DOUBTFUL: "deaths.waiting", Outcome.NOBODY: "deaths.nobody", Outcome.REFUSED: "deaths.refused"}


@one_statement_act
def import_deaths(
    *, file: IO[bytes] | Path, file_name: str = "", progress: Progress = silent, by: Actor, at: datetime
) -> Report:
    """Read a file of deaths, slice by slice; read again, nothing is added. Of those not ours nothing is kept."""
    permissions.IMPORT.require_any(by)
    if isinstance(file, Path):
        with file.open("rb") as raw:
            return _read(raw, file_name or file.name, progress, by, at)
    return _read(file, file_name, progress, by, at)


def _read(raw: IO[bytes], file_name: str, progress: Progress, by: Actor, at: datetime) -> Report:
    seen = look(raw)
    walk = Walk(Source.DEATHS, file_name, "insee-deaths", seen, progress, by=by, at=at)
    if not seen.size or not seen.encoding:
        return walk.close(refusal=Refusal.NO_FILE_OF_DEATHS if seen.size else Refusal.FILE_EMPTY)
    reading = deaths.Reading(walk.telling.find)
    waiting: list[tuple[int, DeclaredIdentity]] = []
    for found in reading.deaths(lines(raw, seen.encoding)):
        waiting.append(found)
        if len(waiting) >= SLICE:
            _take(waiting, walk)
    _take(waiting, walk)
    return walk.close(reading.counts, refusal=None if reading.readable else Refusal.NO_FILE_OF_DEATHS)


def _take(waiting: list[tuple[int, DeclaredIdentity]], walk: Walk) -> None:
    """One slice, in its own transaction."""
    matches = accounts.receive_deaths(deaths=[death for _line, death in waiting], by=walk.by, at=walk.at)
    for (line, _death), match in zip(waiting, matches, strict=True):
        walk.telling.counts[_COUNTED[match.outcome]] += 1
        if match.outcome is Outcome.DOUBTFUL:
            walk.telling.find(Level.INDIVIDUAL, "death_waits", blocking=False, line=line)
        elif match.outcome is Outcome.REFUSED:
            walk.telling.find(Level.INDIVIDUAL, "death_to_come", blocking=True, line=line)
    walk.progress("deaths", len(waiting))
    waiting.clear()
