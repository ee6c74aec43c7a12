"""An agent starts again a stop whose work has stayed where it was; what is done already is not done twice."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import jobs, lifecycle, permissions
from ..models import Stop
from ..types import Act, StopState


@act
def resume(*, stop_id: UUID, by: Actor, at: datetime) -> None:
    """The work itself tells what it does: this only plans it once more."""
    stop = Stop.objects.locked(stop_id)

    permissions.DISCARD.require(by, stop)
    lifecycle.STOP.require(Act.RESUME, StopState(stop.state))

    # After this point the work must be planned.
    later(jobs.end_all, at=at, stop_id=stop.id)
