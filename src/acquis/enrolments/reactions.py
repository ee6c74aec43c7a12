"""What is done here when others announce a fact: a provider paid closes the billing, a transfer come back opens it."""

from __future__ import annotations

from datetime import datetime

from acquis.accounts import actions as accounts
from acquis.accounts.events import RightsEnded
from acquis.funders.events import AidMoved
from acquis.funders.types import AidAct
from acquis.journal.jobs import later
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.rules import EndGround
from acquis.treasury.events import InvoiceDeducted, Paid, PayoutReturned

from . import actions, jobs
from .events import Excused, ServiceDecided, ServiceValidated
from .types import EnrolmentId


@reaction(Paid)
def close_billing(event: Paid, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment is paid."""
    actions.note_paid(enrolment_id=EnrolmentId(event.about), by=by, at=at)


@reaction(InvoiceDeducted)
def close_billing_of_nothing(event: InvoiceDeducted, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment has nothing left to pay."""
    actions.note_paid(enrolment_id=EnrolmentId(event.about), by=by, at=at)


@reaction(PayoutReturned)
def reopen_billing(event: PayoutReturned, *, by: Actor, at: datetime) -> None:
    """An invoice about an enrolment waits to be paid again."""
    actions.note_returned(enrolment_id=EnrolmentId(event.about), by=by, at=at)


@reaction(AidMoved)
def hear_the_funder(event: AidMoved, *, by: Actor, at: datetime) -> None:
    """What an enrolment waits for was answered, or put off while a document is missing."""
    if event.act not in (AidAct.ASK, AidAct.USE, AidAct.CLOSE):
        actions.hear_funder(enrolment_id=EnrolmentId(event.enrolment_id), by=by, at=at)


@reaction(RightsEnded)
def end_for_the_dead(event: RightsEnded, *, by: Actor, at: datetime) -> None:
    """The identity register told a death: what was ordered ends, one by one, in a job."""
    if event.ground == EndGround.DEATH and event.account_id is not None:
        later(jobs.end_for_the_dead, at=at, account_id=event.account_id)


@reaction(ServiceValidated)
def cancel_what_came_back(event: ServiceValidated, *, by: Actor, at: datetime) -> None:
    """What returns to the account of somebody who has died is cancelled as their rights were."""
    assert event.account_id is not None
    accounts.cancel_returned(account_id=event.account_id, under=f"enrolment {event.about}", by=by, at=at)


@reaction(ServiceDecided)
def cancel_what_was_given_back(event: ServiceDecided, *, by: Actor, at: datetime) -> None:
    assert event.account_id is not None
    accounts.cancel_returned(account_id=event.account_id, under=f"enrolment {event.about}", by=by, at=at)


@reaction(Excused)
def cancel_what_was_excused(event: Excused, *, by: Actor, at: datetime) -> None:
    """Recognised for somebody who has died, what an absence had cost came back to nobody's account."""
    assert event.account_id is not None
    accounts.cancel_returned(account_id=event.account_id, under=f"excuse {event.about}", by=by, at=at)
