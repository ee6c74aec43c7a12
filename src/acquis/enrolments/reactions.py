"""What is done here when others announce a fact: a provider paid closes the billing, a transfer come back opens it."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.treasury.events import Paid, PayoutReturned

from . import actions
from .types import EnrolmentId


@reaction(Paid)
def close_billing(event: Paid, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment is paid."""
    actions.note_paid(enrolment_id=EnrolmentId(event.about), by=by, at=at)


@reaction(PayoutReturned)
def reopen_billing(event: PayoutReturned, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment waits to be paid again."""
    actions.note_returned(enrolment_id=EnrolmentId(event.about), by=by, at=at)
