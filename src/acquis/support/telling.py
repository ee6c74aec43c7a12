"""One way of telling what happened to an enrolment, to its holder or to its training body."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.enrolments.events import EnrolmentEvent
from acquis.enrolments.types import EnrolmentDetails, Party
from acquis.kit.actor import Actor

from .actions.tell import tell
from .types import Kind


def tell_fact(
    event: EnrolmentEvent, kind: Kind, enrolment: EnrolmentDetails, *, by: Actor, at: datetime, **values: Any
) -> None:
    """What happens once to an enrolment, told to its holder."""
    _tell(enrolment, kind, f"{event.kind} {enrolment.id}", Party.HOLDER, values, by=by, at=at)


def tell_of(
    enrolment_id: UUID,
    kind: Kind,
    reference: str,
    *,
    to: Party = Party.HOLDER,
    by: Actor,
    at: datetime,
    **values: Any,
) -> None:
    """What may be told several times about one enrolment, each under its own reference, to one of its sides."""
    _tell(enrolments.details(enrolment_id, by=by), kind, reference, to, values, by=by, at=at)


def _tell(
    enrolment: EnrolmentDetails,
    kind: Kind,
    reference: str,
    to: Party,
    values: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    holder = to is Party.HOLDER
    named = {"title": enrolment.title} if holder else {"title": enrolment.title, "number": enrolment.number}
    tell(
        account_id=enrolment.account_id if holder else enrolment.provider_id,
        person_id=enrolment.person_id if holder else None,
        kind=kind,
        values={**named, **values},
        about=enrolment.id,
        reference=reference,
        by=by,
        at=at,
    )
