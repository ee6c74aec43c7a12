"""The provider declines a request and says why. Nothing had been held."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, DeclineReason, EnrolmentId, State


@act
def decline(*, enrolment_id: EnrolmentId, reason: DeclineReason, message: str = "", by: Actor, at: datetime) -> None:
    """Decline a request; `reason` and `message` are shown to the holder."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLINE, State(enrolment.state))

    # After this point the declining must succeed.
    enrolment.move(Act.DECLINE, decline_reason=DeclineReason(reason), message=message.strip(), by=by, at=at)

    record(events.Declined(**enrolment.told(), reason=DeclineReason(reason)), by=by, at=at)
