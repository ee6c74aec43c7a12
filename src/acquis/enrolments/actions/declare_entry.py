"""The provider declares that the holder entered: the rights held are debited, and a long session pays a deposit.

Three working days from the actual entry are the provider's duty: lateness is recorded, not refused, for the holder
has nothing to do with it.
"""

from __future__ import annotations

from datetime import date, datetime

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import delays, events, lifecycle, moving, permissions, settlement
from ..models import Enrolment
from ..types import Act, BillingState, EnrolmentId, Refusal, State


@act
def declare_entry(*, enrolment_id: EnrolmentId, entered_on: date, by: Actor, at: datetime) -> None:
    """Declare the actual day of entry: not before the session, not in the future, not after the session's end."""
    enrolment = Enrolment.objects.locked(enrolment_id)

    permissions.ANSWER.require(by, enrolment)
    lifecycle.require(Act.DECLARE_ENTRY, State(enrolment.state))
    if entered_on > day_of(at):
        raise Refused(Refusal.IN_THE_FUTURE)
    if entered_on < enrolment.starts_on:
        raise Refused(Refusal.BEFORE_SESSION)
    if enrolment.ends_on is not None and entered_on > enrolment.ends_on:
        raise Refused(Refusal.AFTER_SESSION)

    law = delays.law_of_order(enrolment)
    late = at >= delays.over_after(law, rules.Step.ENTRY_DECLARATION, entered_on)
    deposit = 0
    if enrolment.ends_on is not None:
        deposit = int(
            rules.deposit_share(
                law, price_cents=enrolment.price_cents, starts_on=enrolment.starts_on, ends_on=enrolment.ends_on
            )
        )

    # After this point the declaration must succeed.
    moving.debit(enrolment.shares, by=by, at=at)
    settlement.pay_deposit(enrolment, deposit, by=by, at=at)
    enrolment.move(
        Act.DECLARE_ENTRY,
        due_at=delays.exit_late_at(enrolment),
        late=late,
        entered_on=entered_on,
        deposit_cents=deposit,
        billing_state=BillingState.BILLED if deposit else BillingState.NOT_BILLABLE,
        by=by,
        at=at,
    )

    record(events.Entered(**enrolment.told(), entered_on=entered_on, deposit_cents=deposit, late=late), by=by, at=at)
