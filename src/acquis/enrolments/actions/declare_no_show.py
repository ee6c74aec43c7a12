"""The provider declares that the holder never came: it ends as a late cancellation does."""

from __future__ import annotations

from datetime import datetime

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import CancelledBy

from .. import delays, events, lifecycle, permissions, settlement
from ..models import Enrolment
from ..types import Act, ControlState, EnrolmentId, Refusal, State


@act
def declare_no_show(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Declare an absence, from the first day of the session on."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLARE_NO_SHOW, State(enrolment.state))
    if today < enrolment.starts_on:
        raise Refused(Refusal.BEFORE_SESSION)
    # Who asked for their absence to be excused is answered first.
    if enrolment.control_state == ControlState.IN_CONTROL:
        raise Refused(Refusal.UNDER_CONTROL)

    outcome = rules.cancel_before_entry(
        delays.law_of_order(enrolment),
        settlement.cancellation(enrolment, cancelled_on=today, by=CancelledBy.HOLDER, force_majeure=False),
    )

    # After this point the declaration must succeed.
    ending = settlement.settle_cancellation(enrolment, outcome, by=by, at=at)
    enrolment.move(Act.DECLARE_NO_SHOW, **settlement.written(enrolment, ending), by=by, at=at)

    record(
        events.NoShow(
            **enrolment.told(),
            provider_cents=ending.provider_cents,
            returned_cents=ending.returned_cents,
            lapsed_cents=ending.lapsed_cents,
        ),
        by=by,
        at=at,
    )
