"""A confirmed enrolment is cancelled before entry, by the holder or by the provider.

The provider who cancels, and force majeure, return everything; a holder's cancellation is free until the law's last
day and costs afterwards. Force majeure is recognised by the operator's staff, on proof.
"""

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
def cancel(
    *,
    enrolment_id: EnrolmentId,
    on_behalf_of: CancelledBy,
    force_majeure: bool = False,
    message: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Cancel for the holder or the provider. With `force_majeure`, for staff only, even after the session began."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)
    holder = on_behalf_of is CancelledBy.HOLDER

    if force_majeure:
        permissions.RECOGNISE_FORCE_MAJEURE.require(by, enrolment)
    else:
        (permissions.DECIDE if holder else permissions.ANSWER).require(by, enrolment)
    step = Act.CANCEL_AS_HOLDER if holder else Act.CANCEL_AS_PROVIDER
    lifecycle.require(step, State(enrolment.state))
    # From the first day on, who did not come is declared absent by the provider, and who came is entered.
    if holder and not force_majeure and today >= enrolment.starts_on:
        raise Refused(Refusal.SESSION_STARTED)

    outcome = rules.cancel_before_entry(
        delays.law_of_order(enrolment),
        settlement.cancellation(enrolment, cancelled_on=today, by=on_behalf_of, force_majeure=force_majeure),
    )
    # Free, it returns everything, whatever is examined; late, what is examined may change what it costs.
    if outcome.is_late and enrolment.control_state == ControlState.IN_CONTROL:
        raise Refused(Refusal.UNDER_CONTROL)

    # After this point the cancellation must succeed.
    ending = settlement.settle_cancellation(enrolment, outcome, by=by, at=at)
    enrolment.move(
        step, **settlement.written(enrolment, ending), message=message.strip() or enrolment.message, by=by, at=at
    )

    record(
        events.Cancelled(
            **enrolment.told(),
            cancelled_by=on_behalf_of,
            force_majeure=force_majeure,
            provider_cents=ending.provider_cents,
            returned_cents=ending.returned_cents,
            lapsed_cents=ending.lapsed_cents,
        ),
        by=by,
        at=at,
    )
