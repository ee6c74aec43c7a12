"""The holder says that the service declared was given. The day of its validation stays what the law says."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, ControlState, EnrolmentId, Refusal, State


@act
def confirm_service(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Confirm what the provider declared; refused while it is disputed or controlled, and twice."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.CONFIRM_SERVICE, State(enrolment.state))
    if enrolment.control_state == ControlState.IN_CONTROL:
        raise Refused(Refusal.UNDER_CONTROL)
    if enrolment.service_confirmed_at is not None:
        raise Refused(Refusal.ALREADY_CONFIRMED)

    # After this point the confirmation must succeed.
    enrolment.move(Act.CONFIRM_SERVICE, due_at=enrolment.due_at, service_confirmed_at=at, by=by, at=at)

    record(events.ServiceConfirmed(**enrolment.told()), by=by, at=at)
