"""What holders are told when something happens to their purchases; the year's rights are told as they are credited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from acquis.enrolments import queries as enrolments
from acquis.enrolments.events import Accepted, BilledAndPaid, Confirmed, Declined, EnrolmentEvent
from acquis.enrolments.types import EnrolmentDetails
from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor

from .actions.tell import tell
from .types import Kind


@reaction(Accepted)
def tell_accepted(event: Accepted, *, by: Actor, at: datetime) -> None:
    """The holder must confirm before a day."""
    enrolment = enrolments.details(event.about, by=by)
    until = enrolment.due_on
    _tell(event, Kind.ACCEPTED, enrolment, by=by, at=at, until=until.isoformat() if until else "")


@reaction(Declined)
def tell_declined(event: Declined, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    _tell(event, Kind.DECLINED, enrolment, by=by, at=at)


@reaction(Confirmed)
def tell_confirmed(event: Confirmed, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    until = enrolment.withdrawal_last_day
    _tell(event, Kind.CONFIRMED, enrolment, by=by, at=at, until=until.isoformat() if until else "")


@reaction(BilledAndPaid)
def tell_paid(event: BilledAndPaid, *, by: Actor, at: datetime) -> None:
    enrolment = enrolments.details(event.about, by=by)
    _tell(event, Kind.PAID, enrolment, by=by, at=at)


def _tell(
    event: EnrolmentEvent, kind: Kind, enrolment: EnrolmentDetails, *, by: Actor, at: datetime, **values: Any
) -> None:
    tell(
        account_id=enrolment.account_id,
        person_id=enrolment.person_id,
        kind=kind,
        values={"title": enrolment.title, **values},
        about=enrolment.id,
        reference=f"{event.kind} {enrolment.id}",
        by=by,
        at=at,
    )
