"""The holder uses the right of withdrawal: everything returns, no reason asked.

The last day was fixed by the law of the day of confirmation; the right ends when the training starts.
"""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, settlement
from ..models import Enrolment
from ..types import Act, EnrolmentId, Refusal, State


@act
def withdraw(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
    """Withdraw from a confirmed enrolment; refused after the last day of withdrawal, or once the session has begun."""
    enrolment = Enrolment.objects.locked(enrolment_id)
    today = day_of(at)

    permissions.DECIDE.require(by, enrolment)
    lifecycle.require(Act.WITHDRAW, State(enrolment.state))
    last = enrolment.withdrawal_last_day
    if last is None or today > last or today >= enrolment.starts_on:
        raise Refused(Refusal.WITHDRAWAL_OVER, last_day=last)

    # After this point the withdrawal must succeed.
    ending = settlement.return_all_before_entry(enrolment, by=by, at=at)
    enrolment.move(Act.WITHDRAW, **settlement.written(enrolment, ending), by=by, at=at)

    record(events.Withdrawn(**enrolment.told()), by=by, at=at)
