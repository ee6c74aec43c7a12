"""The provider declares the service done: how much was followed of how much, from which the completion rate comes.

What it will be paid and what goes back is computed now and shown, and written when the service is validated.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from acquis.journal.actions import record
from acquis.journal.jobs import planned
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.rules.types import ExitReason

from .. import delays, events, jobs, lifecycle, permissions, served
from ..models import Enrolment
from ..types import Act, EnrolmentId, State


@act
def declare_service(
    *, enrolment_id: EnrolmentId, done: Decimal | int, total: Decimal | int, by: Actor, at: datetime
) -> None:
    """Declare `done` of `total`, in one unit (hours or half-days; steps at a distance), two decimals at most."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    done, total = Decimal(done), Decimal(total)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLARE_SERVICE, State(enrolment.state))
    reason = ExitReason(enrolment.exit_reason)
    served.require(reason, done, total)

    late = enrolment.is_due(at)
    due_at = delays.validation_at(delays.law_of_order(enrolment), day_of(at))
    outcome = served.settled(enrolment, reason=reason, done=done, total=total)

    # After this point the declaration must succeed.
    enrolment.move(
        Act.DECLARE_SERVICE,
        due_at=due_at,
        late=late,
        **served.written(enrolment, outcome, done=done, total=total),
        by=by,
        at=at,
    )

    record(
        events.ServiceDeclared(**enrolment.told(), rate_percent=int(outcome.rate_percent), late=late),
        then=[planned(jobs.validate_service, at=due_at, enrolment_id=enrolment.id)],
        by=by,
        at=at,
    )
