"""Bring in a published list of jobs in tension, by region."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats.jobs import TENSIONS, BadRow, format_of, read_jobs
from ..models import TenseJob
from ..reporting import Telling
from ..types import Level, Refusal, Report, ReportKind, TenseJobRow

Progress = Callable[[str, int], None]


def _silent(_word: str, _count: int) -> None:
    """Nobody watches."""


@act
def import_tensions(*, path: Path, progress: Progress = _silent, by: Actor, at: datetime) -> Report:
    """Read a list (docs/formats/tensions.md). Lists of other days stay: of each region the latest one counts."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.TENSIONS, path.name)
    telling.format = format_of(path)
    if telling.format != TENSIONS:
        telling.refusal = Refusal.FORMAT_UNKNOWN
        return telling.save(by=by, at=at)

    # After this point the import must succeed.
    wanted: dict[tuple[str, str, date], TenseJob] = {}
    for line, row in read_jobs(path, telling.format):
        telling.counts["records"] += 1
        if isinstance(row, BadRow):
            telling.counts["tensions.refused"] += 1
            telling.find(Level.RECORD, "bad_value", blocking=True, line=line, value=row.value, element=row.element)
        elif isinstance(row, TenseJobRow):
            wanted[row.region, row.rome, row.published_on] = TenseJob(
                region=row.region, rome=row.rome, source=row.source, published_on=row.published_on
            )
    days = {day for _, _, day in wanted}
    known = set(TenseJob.objects.filter(published_on__in=days).values_list("region", "rome", "published_on"))
    new = [row for key, row in wanted.items() if key not in known]
    telling.counts["tensions.created"] += len(new)
    telling.counts["tensions.unchanged"] += len(wanted) - len(new)
    TenseJob.objects.bulk_create(new, batch_size=5000, ignore_conflicts=True)
    progress("tensions", len(wanted))
    return telling.save(by=by, at=at)
