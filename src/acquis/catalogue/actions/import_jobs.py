"""Bring in the directory of jobs (ROME): its cards, or the titles people give to jobs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats.jobs import CARDS, TITLES, BadRow, format_of, read_jobs
from ..models import Job, JobTitle
from ..reporting import Telling
from ..types import JobRow, JobTitleRow, Level, Refusal, Report, ReportKind

Progress = Callable[[str, int], None]


def _silent(_word: str, _count: int) -> None:
    """Nobody watches."""


@act
def import_jobs(*, path: Path, progress: Progress = _silent, by: Actor, at: datetime) -> Report:
    """Read one table of ROME 4.0. A card that is known is renamed; a title that is no more in the file stays."""
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.JOBS, path.name)
    telling.format = format_of(path)
    if telling.format not in (CARDS, TITLES):
        telling.refusal = Refusal.FORMAT_UNKNOWN
        return telling.save(by=by, at=at)

    # After this point the import must succeed.
    cards: dict[str, Job] = {}
    titles: dict[tuple[str, str], JobTitle] = {}
    for line, row in read_jobs(path, telling.format):
        telling.counts["records"] += 1
        if isinstance(row, BadRow):
            telling.counts["jobs.refused"] += 1
            telling.find(Level.RECORD, "bad_value", blocking=True, line=line, value=row.value, element=row.element)
        elif isinstance(row, JobRow):
            cards[row.rome] = Job(rome=row.rome, label=row.label, parent=row.parent)
        elif isinstance(row, JobTitleRow):
            titles[row.rome, row.label] = JobTitle(rome=row.rome, label=row.label)
    _write_cards(cards, telling)
    _write_titles(titles, telling)
    progress("jobs", len(cards) + len(titles))
    return telling.save(by=by, at=at)


def _write_cards(cards: dict[str, Job], telling: Telling) -> None:
    known = {job.rome: (job.label, job.parent) for job in Job.objects.filter(pk__in=cards)}
    changed = [job for rome, job in cards.items() if known.get(rome) != (job.label, job.parent)]
    telling.counts["jobs.created"] += sum(job.rome not in known for job in changed)
    telling.counts["jobs.changed"] += sum(job.rome in known for job in changed)
    telling.counts["jobs.unchanged"] += len(cards) - len(changed)
    Job.objects.bulk_create(
        changed, batch_size=2000, update_conflicts=True, unique_fields=["rome"], update_fields=["label", "parent"]
    )


def _write_titles(titles: dict[tuple[str, str], JobTitle], telling: Telling) -> None:
    known = set(JobTitle.objects.values_list("rome", "label")) if titles else set()
    new = [title for key, title in titles.items() if key not in known]
    telling.counts["titles.created"] += len(new)
    telling.counts["titles.unchanged"] += len(titles) - len(new)
    JobTitle.objects.bulk_create(new, batch_size=5000, ignore_conflicts=True)
