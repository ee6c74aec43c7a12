"""Jobs of the directory, their titles, and those in tension in a region."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from ..models import Job as JobTable
from ..models import JobTitle
from ..models import TenseJob as TenseTable
from ..types import Job, TenseJob


def jobs(rome: Iterable[str]) -> tuple[Job, ...]:
    """The cards of some codes, by code, with all their titles; those that are not loaded are left out."""
    codes = set(rome)
    titles: dict[str, list[str]] = {}
    for code, label in JobTitle.objects.filter(rome__in=codes).order_by("label").values_list("rome", "label"):
        titles.setdefault(code, []).append(label)
    rows = JobTable.objects.filter(pk__in=codes).order_by("pk")
    return tuple(Job(rome=row.rome, label=row.label, titles=tuple(titles.get(row.rome, ()))) for row in rows)


def job_titles() -> list[tuple[str, str]]:
    """(ROME code, title) of every title that is loaded."""
    return list(JobTitle.objects.order_by("pk").values_list("rome", "label"))


def tense_jobs(region: str) -> tuple[TenseJob, ...]:
    """The jobs in tension in a region (INSEE code), from the latest list that was published for it."""
    last = TenseTable.objects.filter(region=region).aggregate(last=Max("published_on"))["last"]
    if last is None:
        return ()
    rows = list(TenseTable.objects.filter(region=region, published_on=last).order_by("rome"))
    labels = dict(JobTable.objects.filter(pk__in=[row.rome for row in rows]).values_list("rome", "label"))
    return tuple(
        TenseJob(rome=row.rome, label=labels.get(row.rome, ""), source=row.source, published_on=row.published_on)
        for row in rows
    )
