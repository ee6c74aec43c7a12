"""The holder did not confirm in time: the proposal ends, and nothing had been held."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State


@act
def lapse_unconfirmed(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """End it once its delay is over; refused before."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    lifecycle.require(Act.LAPSE_UNCONFIRMED, State(enrolment.state))
    if not enrolment.is_due(at):
        raise Refused(Refusal.DELAY_NOT_OVER)

    # After this point the end must succeed.
    enrolment.move(Act.LAPSE_UNCONFIRMED, by=by, at=at)

    record(events.Unconfirmed(**enrolment.told()), by=by, at=at)
