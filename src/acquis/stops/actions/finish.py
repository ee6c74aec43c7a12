"""Every enrolment of a stop has had its turn: the stop is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Stop
from ..types import Act, LineState, StopState


@act
def finish(*, stop_id: UUID, by: Actor, at: datetime) -> None:
    """Nothing, as long as a line waits, and once it is over."""
    stop = Stop.objects.locked(stop_id)

    permissions.CARRY_OUT.require_any(by)
    if stop.state == StopState.DONE or stop.lines.waiting().exists():
        return
    state = lifecycle.STOP.require(Act.FINISH, StopState(stop.state))

    # After this point the stop must be over.
    stop.state, stop.finished_at = state, at
    stop.save(update_fields=["state", "finished_at"])

    ended, left = (stop.lines.filter(state=each).count() for each in (LineState.ENDED, LineState.LEFT))
    record(events.StopFinished(about=stop.id, provider_id=stop.provider_id, ended=ended, left=left), by=by, at=at)
