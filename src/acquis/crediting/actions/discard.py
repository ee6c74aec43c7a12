"""A run that was prepared is given up before its approval: nothing was credited."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Run
from ..types import Act, RunState


@act
def discard(*, run_id: UUID, by: Actor, at: datetime) -> None:
    run = Run.objects.locked(run_id)

    permissions.DISCARD.require(by, run)
    state = lifecycle.RUN.require(Act.DISCARD, RunState(run.state))

    # After this point the giving up must succeed. What was foreseen stays as it was told.
    run.state = state
    run.save(update_fields=["state"])

    record(events.Discarded(about=run.id, number=run.number), by=by, at=at)
