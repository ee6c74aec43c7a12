"""Enrolments that a stop left to people are still in course: the body and the agents are reminded of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, leaving, permissions
from ..models import Stop
from ..types import StopState


@act
def remind_left(*, stop_id: UUID, nth: int, by: Actor, at: datetime) -> int:
    """How many they are; of none, and as long as the stop is not over, nothing is told."""
    stop = Stop.objects.locked(stop_id)

    permissions.CARRY_OUT.require_any(by)
    left = leaving.still_left([stop.id], by=by).get(stop.id, 0)
    if stop.state != StopState.DONE or not left:
        return 0

    # After this point the reminder must be told.
    record(events.StopLeft(about=stop.id, provider_id=stop.provider_id, left=left, nth=nth), by=by, at=at)
    return left
