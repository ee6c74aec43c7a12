"""A run is prepared: what it would give is foreseen slice by slice, and kept until somebody else approves it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import FIRST_DAY

from .. import events, jobs, permissions, portions, tracks
from ..models import Run
from ..types import UNDER_WAY, Phase, Refusal, RunKind, RunState

#: Runs are numbered one after the other, and a year has one under way: two preparations wait for each other.
_LOCK = 0x52554E53


@act
def prepare(*, kind: RunKind, year: int, undoes: UUID | None = None, by: Actor, at: datetime) -> UUID:
    """Prepare a run and return it. `undoes`: the run to undo, of the same year, when that is its kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    undone = None if undoes is None else Run.objects.locked(undoes)

    permissions.PREPARE.require_any(by)
    if year < FIRST_DAY.year:
        raise Refused(Refusal.YEAR_NOT_COVERED, year=year)
    if year >= day_of(at).year:
        raise Refused(Refusal.YEAR_NOT_OVER, year=year)
    if (kind is RunKind.UNDO) != (undone is not None):
        raise Refused(Refusal.NOTHING_TO_UNDO)
    if undone is not None and (undone.state != RunState.DONE or undone.kind == RunKind.UNDO or undone.year != year):
        raise Refused(Refusal.NOTHING_TO_UNDO, number=undone.number)
    other = Run.objects.filter(year=year, state__in=UNDER_WAY).first()
    if other is not None:
        raise Refused(Refusal.RUN_UNDER_WAY, number=other.number, year=year)

    # After this point the preparation must succeed.
    run = Run.objects.create(
        number=(Run.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        kind=kind.value,
        year=year,
        undoes=undone,
        prepared_by=by.key,
        prepared_at=at,
        total=portions.length_of(kind, year, undone),
    )
    jobs.walk_on(run.id, Phase.FORESEEN, on=tracks.lay(run))

    record(events.Prepared(about=run.id, number=run.number, year=year, run_kind=kind.value), by=by, at=at)
    return run.id
