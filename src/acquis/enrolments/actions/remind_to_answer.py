"""The last day to answer a request has begun: the provider, which has not, is to be reminded."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import delays, events, permissions
from ..models import Enrolment, last_day
from ..types import EnrolmentId, Refusal, State


@act
def remind_to_answer(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Announce that the delay to answer ends today; refused once it was answered, or has more time."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    due_at = enrolment.due_at
    if enrolment.state not in (State.REQUESTED, State.UNDER_REVIEW) or due_at is None or at >= due_at:
        raise Refused(Refusal.NOT_NOW)
    if at < delays.reminder_at(due_at):
        raise Refused(Refusal.DELAY_NOT_OVER)

    # After this point the announcement must succeed.
    record(events.AnswerDue(**enrolment.told(), until=last_day(due_at)), by=by, at=at)
