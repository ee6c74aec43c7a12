"""A funder's agent, or its silence, answered: the proposal stands again. Where the answer is put off, the day moves."""

from __future__ import annotations

from datetime import datetime

from acquis.funders import queries as funders
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import delays, events, jobs, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, State


@act
def hear_funder(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Follow what the funder says, whatever it is now; an enrolment that no longer waits has nothing to hear."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)

    # After this point the hearing must succeed.
    if enrolment.state != State.AWAITING_FUNDER:
        return
    until = funders.asked_until(enrolment.id)
    if until is not None:
        if until != enrolment.due_at:
            enrolment.due_at = until
            enrolment.save(update_fields=["due_at"])
        return
    due_at = delays.confirmation_over_at(enrolment, at)
    enrolment.move(Act.HEAR_FUNDER, due_at=due_at, confirmation_due_at=due_at, by=by, at=at)

    record(events.FunderHeard(**enrolment.told()), then=jobs.to_confirm(enrolment.id, due_at), by=by, at=at)
