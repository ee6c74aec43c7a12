"""The operator declares that the provider stopped in mid-course: exit and service in one, in the provider's stead.

What was followed is then open to the holder's contest and to the provider's, until the day of validation.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .. import delays, events, jobs, lifecycle, permissions, served
from ..models import Enrolment
from ..types import Act, EnrolmentId, State


@act
def declare_failure(
    *,
    enrolment_id: EnrolmentId,
    stopped_on: date,
    continued: bool,
    done: Decimal | int,
    total: Decimal | int,
    by: Actor,
    at: datetime,
) -> None:
    """`continued`: somebody offers to go on later or elsewhere. `done` of `total` were followed until the stop."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    done, total = Decimal(done), Decimal(total)

    permissions.CONTROL.require(by, enrolment)
    lifecycle.require(Act.DECLARE_FAILURE, State(enrolment.state))
    reason = served.require_failure(
        enrolment, stopped_on=stopped_on, continued=continued, done=done, total=total, on=day_of(at)
    )

    due_at = delays.validation_at(delays.law_of_order(enrolment), day_of(at))
    outcome = served.settled(enrolment, reason=reason, done=done, total=total)

    # After this point the declaration must succeed.
    enrolment.move(
        Act.DECLARE_FAILURE,
        due_at=due_at,
        exited_on=stopped_on,
        exit_reason=reason,
        **served.written(enrolment, outcome, done=done, total=total),
        by=by,
        at=at,
    )
    later(jobs.validate_service, at=due_at, enrolment_id=enrolment.id)

    record(
        events.FailureDeclared(
            **enrolment.told(), stopped_on=stopped_on, continued=continued, rate_percent=int(outcome.rate_percent)
        ),
        by=by,
        at=at,
    )
