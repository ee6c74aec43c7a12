"""A training body has stopped: all that was ordered of it ends, one by one, in a job that may be run again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, jobs, permissions
from ..types import Refusal


@act
def declare_body_failed(*, provider_id: UUID, stopped_on: date, continued: bool, by: Actor, at: datetime) -> None:
    """`continued`: a suite is offered to the holders. Declared twice, the second finds what the first has left."""
    permissions.CONTROL.require_any(by)
    if stopped_on > day_of(at):
        raise Refused(Refusal.IN_THE_FUTURE)

    # After this point the ending must be under way.
    later(jobs.end_for_a_body, at=at, provider_id=provider_id, stopped_on=stopped_on, continued=continued)

    record(events.BodyFailed(about=provider_id, stopped_on=stopped_on, continued=continued), by=by, at=at)
