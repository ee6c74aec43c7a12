"""What happened to a funder's money is told to those of its machines that listen."""

from __future__ import annotations

from datetime import datetime

from acquis.enrolments.events import Entered
from acquis.funders import queries as funders
from acquis.funders.events import ConventionMoved, EnvelopeFilled, Promised, PromiseReturned
from acquis.funders.types import PromiseState
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from . import outbox
from .types import EventType


@reaction(Promised)
def tell_promised(event: Promised, *, by: Actor, at: datetime) -> None:
    data = {
        "promise_id": str(event.about),
        "convention_id": str(event.convention_id),
        "enrolment_id": str(event.enrolment_id),
        "amount_cents": event.amount_cents,
    }
    outbox.tell(event.funder_id, EventType.PROMISE_MADE, data, at=at)


@reaction(PromiseReturned)
def tell_returned(event: PromiseReturned, *, by: Actor, at: datetime) -> None:
    data = {
        "promise_id": str(event.about),
        "convention_id": str(event.convention_id),
        "enrolment_id": str(event.enrolment_id),
        "returned_cents": event.amount_cents,
    }
    outbox.tell(event.funder_id, EventType.PROMISE_RETURNED, data, at=at)


@reaction(Entered)
def tell_spent(event: Entered, *, by: Actor, at: datetime) -> None:
    """The training was entered: what had been promised for it is spent."""
    for each in funders.promises_of_enrolment(event.about):
        if each.state is PromiseState.SPENT:
            data = {
                "promise_id": str(each.id),
                "convention_id": str(each.convention_id),
                "enrolment_id": str(each.enrolment_id),
                "spent_cents": each.amount_cents - each.returned_cents,
            }
            outbox.tell(each.funder_id, EventType.PROMISE_SPENT, data, at=at)


@reaction(ConventionMoved)
def tell_moved(event: ConventionMoved, *, by: Actor, at: datetime) -> None:
    data = {
        "convention_id": str(event.about),
        "number": event.number,
        "version": event.version,
        "state": event.state,
    }
    outbox.tell(event.funder_id, EventType.CONVENTION_MOVED, data, at=at)


@reaction(EnvelopeFilled)
def tell_filled(event: EnvelopeFilled, *, by: Actor, at: datetime) -> None:
    data = {"convention_id": str(event.about), "amount_cents": event.amount_cents}
    outbox.tell(event.funder_id, EventType.ENVELOPE_FILLED, data, at=at)
