"""Service done is validated, five working days after it was declared: the provider is owed, the rest is settled."""

from __future__ import annotations

from datetime import datetime

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import delays, events, lifecycle, permissions, settlement
from ..models import Enrolment
from ..types import Act, ControlState, EnrolmentId, Refusal, State


@act
def validate_service(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Validate, bill the balance, give back or let lapse the rest; refused before its day, and under control."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.CONDUCT.require(by, enrolment)
    lifecycle.require(Act.VALIDATE_SERVICE, State(enrolment.state))
    if not enrolment.is_due(at):
        raise Refused(Refusal.DELAY_NOT_OVER)
    if enrolment.control_state == ControlState.IN_CONTROL:
        raise Refused(Refusal.UNDER_CONTROL)

    outcome = rules.settle_attendance(delays.law_of_order(enrolment), settlement.attendance(enrolment))

    # After this point the validation must succeed.
    ending = settlement.settle_attendance(enrolment, outcome, by=by, at=at)
    enrolment.move(Act.VALIDATE_SERVICE, **settlement.written(enrolment, ending), by=by, at=at)

    record(
        events.ServiceValidated(
            **enrolment.told(),
            rate_percent=int(outcome.rate_percent),
            provider_cents=ending.provider_cents,
            returned_cents=ending.returned_cents,
            lapsed_cents=ending.lapsed_cents,
        ),
        by=by,
        at=at,
    )
