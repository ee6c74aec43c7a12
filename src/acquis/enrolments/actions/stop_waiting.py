"""The holder waits for a funder no longer: what was set aside goes back, and the proposal stands again without it."""

from __future__ import annotations

from datetime import datetime

from acquis.funders import actions as funders
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import delays, events, jobs, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, State


@act
def stop_waiting(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Give up the aid, not the training: the holder has the law's days again to confirm."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.STOP_WAITING, State(enrolment.state))

    # After this point the giving up must succeed.
    due_at = delays.confirmation_over_at(enrolment, at)
    funders.close_aids(enrolment_id=enrolment.id, account_id=enrolment.account_id, by=by, at=at)
    enrolment.move(Act.STOP_WAITING, due_at=due_at, confirmation_due_at=due_at, by=by, at=at)

    record(events.WaitingStopped(**enrolment.told()), then=jobs.to_confirm(enrolment.id, due_at), by=by, at=at)
