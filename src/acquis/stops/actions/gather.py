"""Enrolments that were not there when a stop was prepared, or whose card was paying, join it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, reckoning
from ..models import Line, Stop
from ..types import StopState


@act
def gather(*, stop_id: UUID, by: Actor, at: datetime) -> list[UUID]:
    """The lines that wait for their turn, by number; none once the stop is over."""
    stop = Stop.objects.locked(stop_id)

    permissions.CARRY_OUT.require_any(by)
    if stop.state != StopState.RUNNING:
        return []
    known = set(stop.lines.values_list("enrolment_id", flat=True))
    rows = reckoning.under_way(stop.provider_id, stopped_on=stop.stopped_on, by=by)
    new = [row for row in rows if row.id not in known]

    # After this point the lines must be written. What ends them is told line by line.
    Line.objects.bulk_create(reckoning.lines(stop, new, by=by, at=at))
    return list(stop.lines.waiting().order_by("number").values_list("id", flat=True))
