"""The walk through a list in columns: slices of its lines, each its own transaction, each line told once in a file.

Read again after a stop, what was taken is found unchanged, and the rest follows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Generic, Protocol, TypeVar
from uuid import UUID

from django.db import transaction

from acquis.kit.actor import Actor

from .formats.lines import NAMES, lines, look
from .formats.rows import Reading, Row
from .list_types import Taken
from .types import Found, Level, Refusal, Report, Source
from .walking import SLICE, Progress, Walk

R = TypeVar("R")


class Ranked(Protocol):
    """A line that was read: where it stands in its file."""

    @property
    def line(self) -> int: ...
    @property
    def rank(self) -> int: ...


T = TypeVar("T", bound=Ranked)


class Take(Protocol[T]):
    """The act that takes a slice."""

    def __call__(
        self, *, import_id: UUID, told: list[T], preview: bool, findings: list[Found], by: Actor, at: datetime
    ) -> Taken: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """A kind of list: its words, how a line is read, what tells two lines apart, and the act that takes a slice.

    `twice` is the anomaly of a line that comes again, and the column it is about.
    """

    source: Source
    noun: str
    always: tuple[str, ...]
    read: Callable[[Row], T]
    same: Callable[[T], Hashable]
    twice: tuple[str, str]
    take: Take[T]
    refusal: Refusal


def read_list(
    kind: Kind[T],
    *,
    file: IO[bytes] | Path,
    file_name: str,
    preview: bool,
    progress: Progress,
    by: Actor,
    at: datetime,
) -> Report:
    """Read a list and take what is right in it; `preview` reports the same and leaves nothing but the report."""
    if isinstance(file, Path):
        with file.open("rb") as raw:
            return _read(kind, raw, file_name or file.name, preview, progress, by, at)
    return _read(kind, file, file_name, preview, progress, by, at)


def tried(do: Callable[[], R], *, preview: bool) -> R:
    """What `do` answers; in a preview, it is done and taken back."""
    answers: list[R] = []
    try:
        with transaction.atomic():
            answers.append(do())
            if preview:
                raise _TakenBack
    except _TakenBack:
        pass
    return answers[0]


class _TakenBack(Exception):
    """The preview is over, and leaves nothing."""


def _read(
    kind: Kind[T], raw: IO[bytes], file_name: str, preview: bool, progress: Progress, by: Actor, at: datetime
) -> Report:
    seen = look(raw)
    format_ = f"{kind.source.value}-preview" if preview else kind.source.value
    walk = Walk(kind.source, file_name, format_, seen, progress, by=by, at=at)
    if not seen.size or not seen.encoding:
        return walk.close(refusal=kind.refusal if seen.size else Refusal.FILE_EMPTY)
    if seen.encoding != "utf-8":
        walk.telling.find(Level.FILE, "encoding_summary", blocking=False, encoding=NAMES[seen.encoding])
    reading = Reading(walk.telling.find, kind.noun, kind.always, kind.read)
    waiting: list[T] = []
    told: set[Hashable] = set()
    code, column = kind.twice
    for found in reading.each(lines(raw, seen.encoding)):
        if kind.same(found) in told:
            walk.telling.counts[f"{kind.noun}.refused"] += 1
            walk.telling.find(
                Level.INDIVIDUAL, code, blocking=True, line=found.line, rubric=column, individual=found.rank
            )
            continue
        told.add(kind.same(found))
        waiting.append(found)
        if len(waiting) >= SLICE:
            _take(kind, waiting, walk, preview=preview)
    _take(kind, waiting, walk, preview=preview)
    return walk.close(reading.counts, refusal=None if reading.readable else kind.refusal)


def _take(kind: Kind[T], waiting: list[T], walk: Walk, *, preview: bool) -> None:
    """One slice, in its own transaction."""
    if not waiting:
        return
    taken = kind.take(
        import_id=walk.import_id,
        told=waiting,
        preview=preview,
        findings=walk.telling.taken(),
        by=walk.by,
        at=walk.at,
    )
    counts = walk.telling.counts
    for noted in taken.noted:
        walk.telling.find(
            Level.INDIVIDUAL, noted.code, blocking=noted.blocking, line=noted.line, rubric=noted.column,
            individual=noted.rank,
        )  # fmt: skip
        counts[f"{kind.noun}.refused"] += noted.blocking
    for name, number in taken.counts.items():
        counts[f"{kind.noun}.{name}"] += number
    walk.progress(kind.noun, len(waiting))
    waiting.clear()
