"""A stop that was prepared is given up, by whoever prepared it or by an approver: nothing had changed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Stop
from ..types import Act, Refusal, StopState


@act
def discard(*, stop_id: UUID, by: Actor, at: datetime) -> None:
    stop = Stop.objects.locked(stop_id)

    permissions.DISCARD.require(by, stop)
    if not by.has(Role.STAFF_APPROVER) and not by.wrote(stop.prepared_by):
        raise Refused(Refusal.NOT_ALLOWED)
    state = lifecycle.STOP.require(Act.DISCARD, StopState(stop.state))

    # After this point the stop must be given up.
    stop.state, stop.decided_at, stop.decided_by = state, at, by.key
    stop.save(update_fields=["state", "decided_at", "decided_by"])

    record(events.StopDiscarded(about=stop.id, provider_id=stop.provider_id), by=by, at=at)
