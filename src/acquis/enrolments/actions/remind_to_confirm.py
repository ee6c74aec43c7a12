"""The last day to confirm has begun: the holder, who has not, is to be reminded."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Enrolment
from ..types import EnrolmentId, Refusal, State


@act
def remind_to_confirm(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Announce that the delay to confirm ends today; refused once the enrolment has moved on."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    if enrolment.state != State.PROPOSED or enrolment.is_due(at):
        raise Refused(Refusal.NOT_NOW)

    # After this point the announcement must succeed.
    record(events.ConfirmationDue(**enrolment.told()), by=by, at=at)
