"""The provider has prerequisites to check: it says it has read the request, and has longer to answer."""

from __future__ import annotations

from datetime import datetime

from acquis import rules
from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import delays, events, jobs, lifecycle, permissions
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State


@act
def acknowledge(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Acknowledge a request; refused for a training without prerequisites, or once the time to answer is over."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.ACKNOWLEDGE, State(enrolment.state))
    if not enrolment.has_prerequisites:
        raise Refused(Refusal.NO_PREREQUISITES)
    if enrolment.is_due(at):
        raise Refused(Refusal.TOO_LATE_TO_ANSWER)

    step = rules.Step.PROVIDER_REPLY_WITH_PREREQUISITES
    due_at = delays.over_after(delays.law_of_order(enrolment), step, day_of(at))

    # After this point the acknowledgement must succeed.
    enrolment.move(Act.ACKNOWLEDGE, due_at=due_at, by=by, at=at)
    later(jobs.lapse_unanswered, at=due_at, enrolment_id=enrolment.id)
    later(jobs.remind_to_answer, at=delays.reminder_at(due_at), enrolment_id=enrolment.id)

    record(events.Acknowledged(**enrolment.told()), by=by, at=at)
