"""A provider cancels a half-day that nobody has signed: it counts no more, and stays in the history of the plan."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, links, permissions, plans
from ..models import Entry, HalfDay, PlanChange
from ..types import Act, Refusal, State


@act
def cancel(*, half_day_id: UUID, by: Actor, at: datetime) -> None:
    row = HalfDay.objects.locked(half_day_id)

    permissions.CONDUCT.require(by, row)
    state = lifecycle.HALF_DAY.require(Act.CANCEL, State(row.state))
    if Entry.objects.filter(half_day_id=row.id).exists():
        raise Refused(Refusal.ALREADY_SIGNED)

    # After this point the half-day must be cancelled.
    PlanChange.objects.create(half_day=row, act=Act.CANCEL, before=plans.written(row.plan), by=by.key, at=at)
    row.state = state
    row.save(update_fields=["state"])
    links.end(row, at=at)

    about = events.HalfDayCancelled(about=row.id, provider_id=row.provider_id, session_id=row.session_id)
    record(about, by=by, at=at)
