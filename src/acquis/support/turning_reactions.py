"""What each side is told when the other turns an enrolment: confirms, leaves, proposes dates, declares.

What one does oneself one knows already. The family of somebody who has died is written to by people.
"""

from __future__ import annotations

from datetime import datetime

from acquis.enrolments import queries as enrolments
from acquis.enrolments.events import (
    Abandoned,
    Cancelled,
    CancelledByOperator,
    Confirmed,
    EnrolmentEvent,
    NoShow,
    Rescheduled,
    ReschedulingClosed,
    ReschedulingProposed,
    ServiceDeclared,
    Withdrawn,
)
from acquis.enrolments.types import Party, ReschedulingState, State
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.rules.types import CancelledBy

from .telling import tell_fact, tell_of
from .types import Kind

BODY = Party.PROVIDER


@reaction(Confirmed)
def tell_body_confirmed(event: Confirmed, *, by: Actor, at: datetime) -> None:
    """The place is taken, and what comes next is the body's to declare."""
    day = enrolments.details(event.about, by=by).starts_on.isoformat()
    reference = f"{event.kind} {event.about}"
    tell_of(event.about, Kind.BODY_CONFIRMED, reference, to=BODY, by=by, at=at, until=day)


@reaction(Abandoned)
def tell_body_abandoned(event: Abandoned, *, by: Actor, at: datetime) -> None:
    _tell_body_ended(event, by=by, at=at)


@reaction(Withdrawn)
def tell_body_withdrawn(event: Withdrawn, *, by: Actor, at: datetime) -> None:
    _tell_body_ended(event, by=by, at=at)


@reaction(Cancelled)
def tell_body_cancelled(event: Cancelled, *, by: Actor, at: datetime) -> None:
    if event.cancelled_by == CancelledBy.HOLDER:
        _tell_body_ended(event, by=by, at=at)


@reaction(CancelledByOperator)
def tell_body_cancelled_by_operator(event: CancelledByOperator, *, by: Actor, at: datetime) -> None:
    _tell_body_ended(event, by=by, at=at)


def _tell_body_ended(event: EnrolmentEvent, *, by: Actor, at: datetime) -> None:
    tell_of(event.about, Kind.BODY_ENDED, f"{event.kind} {event.about}", to=BODY, by=by, at=at)


@reaction(ReschedulingProposed)
def tell_body_other_dates(event: ReschedulingProposed, *, by: Actor, at: datetime) -> None:
    if event.proposed_by == Party.HOLDER:
        reference = f"{event.kind} {event.rescheduling_id}"
        tell_of(event.about, Kind.BODY_OTHER_DATES, reference, to=BODY, by=by, at=at)


@reaction(Rescheduled)
def tell_dates_agreed(event: Rescheduled, *, by: Actor, at: datetime) -> None:
    _tell_answer(event, Party(event.proposed_by), agreed=True, by=by, at=at)


@reaction(ReschedulingClosed)
def tell_dates_stand(event: ReschedulingClosed, *, by: Actor, at: datetime) -> None:
    """Who takes their own proposal back knows it."""
    if event.outcome != ReschedulingState.TAKEN_BACK:
        _tell_answer(event, Party(event.proposed_by), agreed=False, by=by, at=at)


def _tell_answer(event: Rescheduled | ReschedulingClosed, to: Party, *, agreed: bool, by: Actor, at: datetime) -> None:
    kind = Kind.DATES_ANSWERED if to is Party.HOLDER else Kind.BODY_DATES_ANSWERED
    tell_of(event.about, kind, f"{event.kind} {event.rescheduling_id}", to=to, by=by, at=at, agreed=agreed)


@reaction(ServiceDeclared)
def tell_service_declared(event: ServiceDeclared, *, by: Actor, at: datetime) -> None:
    """What the body says was followed decides the money: the holder confirms or contests until its day."""
    enrolment = enrolments.details(event.about, by=by)
    if enrolment.state is State.SERVICE_DECLARED:
        until = enrolment.due_on.isoformat() if enrolment.due_on else ""
        tell_fact(event, Kind.SERVICE_DECLARED, enrolment, by=by, at=at, rate=enrolment.rate_percent, until=until)


@reaction(NoShow)
def tell_no_show(event: NoShow, *, by: Actor, at: datetime) -> None:
    """Their rights are lost for an absence: who was there, or could not come, must be able to say so."""
    tell_fact(event, Kind.NO_SHOW, enrolments.details(event.about, by=by), by=by, at=at)
