"""What the journal answers: the life of one noun, and what happened lately."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from . import models
from .types import Told


def history(about: UUID) -> list[Told]:
    """Everything recorded about a noun, oldest first."""
    return [_told(row) for row in models.Event.objects.filter(about=about).order_by("seq")]


def recent(limit: int = 50, kinds: Sequence[str] | None = None) -> list[Told]:
    """The latest facts, newest first, of the given kinds or of all."""
    rows = models.Event.objects.order_by("-seq")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return [_told(row) for row in rows[:limit]]


def _told(row: models.Event) -> Told:
    return Told(seq=row.seq, kind=row.kind, about=row.about, at=row.at, by=row.by, payload=row.payload)
