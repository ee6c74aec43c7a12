"""What the journal answers: the life of one noun, and what happened lately."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Max

from acquis.kit import clock

from . import models
from .types import Coming, Told


def history(about: UUID) -> list[Told]:
    """Everything recorded about a noun, oldest first."""
    return [_told(row) for row in models.Event.objects.filter(about=about).order_by("seq")]


def recent(limit: int = 50, kinds: Sequence[str] | None = None) -> list[Told]:
    """The latest facts, newest first, of the given kinds or of all."""
    rows = models.Event.objects.order_by("-seq")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return [_told(row) for row in rows[:limit]]


def after(seq: int, kinds: Sequence[str]) -> list[Told]:
    """The facts of these kinds beyond a place in the order, oldest first.

    Places are given before transactions end: one that is lower than another may appear after it (`transactions`).
    """
    return [_told(row) for row in models.Event.objects.filter(kind__in=list(kinds), seq__gt=seq).order_by("seq")]


def places_after(seq: int, kinds: Sequence[str]) -> list[int]:
    """The places alone of what `after` gives."""
    found = models.Event.objects.filter(kind__in=list(kinds), seq__gt=seq).order_by("seq")
    return list(found.values_list("seq", flat=True))


def last(kinds: Sequence[str]) -> int:
    """The place of the latest fact of these kinds; 0 without one."""
    found = models.Event.objects.filter(kind__in=list(kinds)).aggregate(last=Max("seq"))["last"]
    return int(found or 0)


def transactions() -> tuple[int, int]:
    """(the oldest transaction that is not over, the next one's number); equal when none is at work."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now)::text::bigint, pg_snapshot_xmax(now)::text::bigint "
            "FROM pg_current_snapshot() AS now"
        )
        oldest, following = cursor.fetchone()
    return int(oldest), int(following)


def pending_until_now() -> int:
    """How many jobs are running or due and not yet run: 0 once the system has caught up with its clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' "
            "OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s))",
            [clock.machine_now()],
        )
        return int(cursor.fetchone()[0])


def coming(limit: int = 10) -> list[Coming]:
    """The next jobs that wait for their day, soonest first, at the moments the system's clock will show."""
    ahead = clock.now() - clock.machine_now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, scheduled_at FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at > %s "
            "ORDER BY scheduled_at, id LIMIT %s",
            [clock.machine_now(), limit],
        )
        return [Coming(job=name, at=at + ahead) for name, at in cursor.fetchall()]


def _told(row: models.Event) -> Told:
    return Told(seq=row.seq, kind=row.kind, about=row.about, at=row.at, by=row.by, payload=row.payload)
