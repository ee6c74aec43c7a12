"""The holder gives up before confirming. Nothing had been held."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, State


@act
def abandon(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Give up a request or a proposal."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.ABANDON, State(enrolment.state))

    # After this point the giving up must succeed.
    enrolment.move(Act.ABANDON, by=by, at=at)

    record(events.Abandoned(**enrolment.told()), by=by, at=at)
