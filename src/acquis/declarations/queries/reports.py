"""The files received, and what was found in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from acquis.kit.actor import Actor

from .. import permissions
from ..anomalies import SENTENCES, sentence
from ..models import Import, ImportFinding
from ..types import Finding, Level, Refusal, Report, Source, State

PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of files or of findings; `pages` is 1 at least, `total` counts all that match."""

    rows: tuple[T, ...]
    page: int
    pages: int
    total: int


def imports(*, by: Actor, source: Source | None = None, page: int = 1) -> Page[Report]:
    """The files received, the latest first, without their findings."""
    rows = permissions.READ_REPORT.rows(by, Import.objects.order_by("-read_at", "-id"))
    if source is not None:
        rows = rows.filter(source=source)
    return _page(rows, page, lambda row: _report(row, ()))


def report(import_id: UUID, *, by: Actor) -> Report | None:
    """One file with all the findings that were kept; None when there is none that `by` may see."""
    row = permissions.READ_REPORT.rows(by, Import.objects.filter(pk=import_id)).first()
    return None if row is None else _report(row, tuple(_said(row)(f) for f in row.findings.order_by("id")))


def findings(
    import_id: UUID, *, by: Actor, blocking: bool | None = None, code: str = "", page: int | None = 1
) -> tuple[Report, Page[Finding], tuple[str, ...]] | None:
    """A file, one page of its findings (every one when `page` is None), and the codes found in it."""
    row = permissions.READ_REPORT.rows(by, Import.objects.filter(pk=import_id)).first()
    if row is None:
        return None
    every = ImportFinding.objects.filter(report=row)
    codes = tuple(every.values_list("code", flat=True).distinct().order_by("code"))
    chosen = every.order_by("id")
    if blocking is not None:
        chosen = chosen.filter(blocking=blocking)
    if code:
        chosen = chosen.filter(code=code)
    return _report(row, ()), _page(chosen, page, _said(row)), codes


def _page(rows: QuerySet[Any], page: int | None, made: Callable[[Any], T]) -> Page[T]:
    total = rows.count()
    if page is None:
        return Page(rows=tuple(made(row) for row in rows), page=1, pages=1, total=total)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return Page(rows=tuple(made(row) for row in shown), page=page, pages=pages, total=total)


def _report(row: Import, found: tuple[Finding, ...]) -> Report:
    return Report(
        id=row.id,
        source=Source(row.source),
        state=State(row.state),
        format=row.format,
        encoding=row.encoding,
        file_name=row.file_name,
        sha256=row.sha256,
        counts=dict(row.counts),
        findings=found,
        findings_total=row.findings_total,
        blocking_total=row.blocking_total,
        refusal=Refusal(row.refusal) if row.refusal else None,
        read_at=row.read_at,
        ended_at=row.ended_at,
        read_by=row.read_by,
    )


def _said(file: Import) -> Callable[[ImportFinding], Finding]:
    """How the findings of a file are said now, in the language of who asks."""
    source = Source(file.source)
    return lambda row: _finding(row, source)


def _finding(row: ImportFinding, source: Source) -> Finding:
    said = row.sentence
    if row.words is not None and row.code in SENTENCES:
        said = sentence(row.code, row.words, source=source, rubric=row.rubric)
    return Finding(
        level=Level(row.level),
        code=row.code,
        sentence=said,
        blocking=row.blocking,
        line=row.line,
        rubric=row.rubric,
        declaration=row.declaration,
        individual=row.individual,
    )
