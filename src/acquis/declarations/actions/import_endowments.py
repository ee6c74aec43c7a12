"""Bring in an employer's list of endowments, or show beforehand what bringing it in would do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import IO

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats import endowments
from ..formats.lines import NAMES, lines, look
from ..types import Endowment, Level, Refusal, Report, Source
from ..walking import SLICE, Progress, Walk, silent
from .take_endowments import take_endowments


@one_statement_act
def import_endowments(
    *,
    file: IO[bytes] | Path,
    file_name: str = "",
    preview: bool = False,
    progress: Progress = silent,
    by: Actor,
    at: datetime,
) -> Report:
    """Read a list and take what is right in it, slice by slice; read again, nothing is added.

    `preview` reports the same and gives nothing. What is more than one agent may write alone waits for a second person.
    """
    permissions.IMPORT.require_any(by)
    if isinstance(file, Path):
        with file.open("rb") as raw:
            return _read(raw, file_name or file.name, preview, progress, by, at)
    return _read(file, file_name, preview, progress, by, at)


def _read(raw: IO[bytes], file_name: str, preview: bool, progress: Progress, by: Actor, at: datetime) -> Report:
    seen = look(raw)
    format_ = "endowments-preview" if preview else "endowments"
    walk = Walk(Source.ENDOWMENTS, file_name, format_, seen, progress, by=by, at=at)
    if not seen.size or not seen.encoding:
        return walk.close(refusal=Refusal.NO_ENDOWMENTS if seen.size else Refusal.FILE_EMPTY)
    if seen.encoding != "utf-8":
        walk.telling.find(Level.FILE, "encoding_summary", blocking=False, encoding=NAMES[seen.encoding])
    reading = endowments.Reading(walk.telling.find)
    waiting: list[Endowment] = []
    references: set[str] = set()
    for found in reading.endowments(lines(raw, seen.encoding)):
        if found.facts["reference"] in references:
            walk.telling.counts["endowments.refused"] += 1
            walk.telling.find(
                Level.INDIVIDUAL, "endow_twice", blocking=True, line=found.line, rubric="reference",
                individual=found.rank,
            )  # fmt: skip
            continue
        references.add(found.facts["reference"])
        waiting.append(found)
        if len(waiting) >= SLICE:
            _take(waiting, walk, preview=preview)
    _take(waiting, walk, preview=preview)
    return walk.close(reading.counts, refusal=None if reading.readable else Refusal.NO_ENDOWMENTS)


def _take(waiting: list[Endowment], walk: Walk, *, preview: bool) -> None:
    """One slice, in its own transaction."""
    if not waiting:
        return
    taken = take_endowments(
        import_id=walk.import_id,
        endowments=waiting,
        preview=preview,
        findings=walk.telling.taken(),
        by=walk.by,
        at=walk.at,
    )
    counts = walk.telling.counts
    for rank, line, code, column in taken.refused:
        walk.telling.find(Level.INDIVIDUAL, code, blocking=True, line=line, rubric=column, individual=rank)
    counts["endowments.refused"] += len(taken.refused)
    for name in ("given", "given_cents", "proposed", "proposed_cents", "unchanged"):
        counts[f"endowments.{name}"] += getattr(taken, name)
    walk.progress("endowments", len(waiting))
    waiting.clear()
