"""The provider declares the service done: how much was followed of how much, from which the completion rate comes.

What it will be paid and what goes back is computed now and shown, and written when the service is validated.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from acquis import rules
from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import ExitReason

from .. import delays, events, jobs, lifecycle, permissions, settlement
from ..models import Enrolment
from ..types import Act, BillingState, EnrolmentId, Refusal, State

#: More than any training counts; its column holds no more.
MOST = 10_000_000


@act
def declare_service(
    *, enrolment_id: EnrolmentId, done: Decimal | int, total: Decimal | int, by: Actor, at: datetime
) -> None:
    """Declare `done` of `total`, in one unit (hours or half-days; steps at a distance), two decimals at most."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    done, total = Decimal(done), Decimal(total)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLARE_SERVICE, State(enrolment.state))
    if not 0 <= done <= total < MOST or total <= 0 or round(done, 2) != done or round(total, 2) != total:
        raise Refused(Refusal.ATTENDANCE_IMPOSSIBLE)
    if enrolment.exit_reason == ExitReason.COMPLETED and done < total:
        raise Refused(Refusal.ATTENDANCE_NOT_FULL)

    law = delays.law_of_order(enrolment)
    late = enrolment.is_due(at)
    due_at = delays.validation_at(law, day_of(at))
    enrolment.done, enrolment.total = done, total
    outcome = rules.settle_attendance(law, settlement.attendance(enrolment))

    is_owed = int(outcome.provider_cents) > enrolment.deposit_cents

    # After this point the declaration must succeed.
    enrolment.move(
        Act.DECLARE_SERVICE,
        due_at=due_at,
        late=late,
        rate_percent=int(outcome.rate_percent),
        provider_cents=int(outcome.provider_cents),
        returned_cents=int(outcome.returned_cents),
        lapsed_cents=int(outcome.lost_cents),
        billing_state=BillingState.TO_BILL if is_owed else enrolment.billing_state,
        by=by,
        at=at,
    )
    later(jobs.validate_service, at=due_at, enrolment_id=enrolment.id)

    record(events.ServiceDeclared(**enrolment.told(), rate_percent=int(outcome.rate_percent), late=late), by=by, at=at)
