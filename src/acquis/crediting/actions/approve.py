"""A second person approves what was foreseen; the run is then carried out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, jobs, lifecycle, permissions, tracks
from ..models import Run
from ..types import Act, Phase, Refusal, RunState


@act
def approve(*, run_id: UUID, by: Actor, at: datetime) -> None:
    run = Run.objects.locked(run_id)

    permissions.APPROVE.require(by, run)
    state = lifecycle.RUN.require(Act.APPROVE, RunState(run.state))
    if by.wrote(run.prepared_by):
        raise Refused(Refusal.SAME_PERSON)

    # After this point the approval must succeed. The accounts are walked through again from the first.
    run.state, run.approved_by, run.approved_at = state, by.key, at
    run.total = tracks.walked(run)
    run.save(update_fields=["state", "approved_by", "approved_at", "total"])
    jobs.walk_on(run.id, Phase.DONE, on=tracks.lay(run))

    record(events.Approved(about=run.id, number=run.number), by=by, at=at)
