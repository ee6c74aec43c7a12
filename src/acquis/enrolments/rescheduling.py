"""Other dates for an order that stands: which are possible, and what they change. The money is never touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from acquis import rules
from acquis.catalogue import queries as catalogue
from acquis.kit.clock import day_of, start_of
from acquis.kit.refusal import Refused

from . import words
from .delays import law_of_order
from .models import Enrolment, Rescheduling, last_day
from .types import Act, Party, Refusal, ReschedulingCard, ReschedulingState, State


@dataclass(frozen=True, slots=True)
class Dates:
    """A session and its days, as they would be."""

    session_id: UUID
    starts_on: date
    ends_on: date | None


def act_of(enrolment: Enrolment) -> Act:
    """The act by which this enrolment takes other dates: before entry any, in training its end alone."""
    return Act.EXTEND if enrolment.state == State.IN_TRAINING else Act.RESCHEDULE


def dates_of(enrolment: Enrolment, *, starts_on: date | None, ends_on: date | None, session_id: UUID | None) -> Dates:
    """What is proposed; refuses a session of another training, or one that is not open."""
    if session_id is None or session_id == enrolment.session_id:
        return Dates(enrolment.session_id, starts_on or enrolment.starts_on, ends_on or enrolment.ends_on)
    offer = catalogue.offered(session_id)
    if offer is None or offer.action_id != enrolment.action_id:
        raise Refused(Refusal.OTHER_TRAINING)
    if not offer.on_sale:
        raise Refused(Refusal.OFFER_GONE)
    begins = offer.starts_on or starts_on
    if begins is None:
        raise Refused(Refusal.START_REQUIRED)
    return Dates(session_id, begins, offer.ends_on or ends_on)


def require(enrolment: Enrolment, dates: Dates, *, on: date) -> None:
    """Refuse dates that are past, out of order, the same, or that a training already begun cannot take."""
    if (dates.session_id, dates.starts_on, dates.ends_on) == (
        enrolment.session_id,
        enrolment.starts_on,
        enrolment.ends_on,
    ):
        raise Refused(Refusal.CHANGES_NOTHING)
    if dates.ends_on is not None and dates.ends_on < dates.starts_on:
        raise Refused(Refusal.ENDS_BEFORE_START)
    if enrolment.state == State.IN_TRAINING:
        if (dates.session_id, dates.starts_on) != (enrolment.session_id, enrolment.starts_on):
            raise Refused(Refusal.START_STANDS)
        if dates.ends_on is None or dates.ends_on < on:
            raise Refused(Refusal.ENDS_BEFORE_START)
    elif on >= enrolment.starts_on:
        raise Refused(Refusal.START_STANDS)
    elif dates.starts_on <= on:
        raise Refused(Refusal.NEW_START_NOT_AHEAD)


def too_late_at(enrolment: Enrolment) -> datetime:
    """When the dates that stand begin, and other dates can no longer be agreed."""
    return start_of(enrolment.starts_on)


def cards_of(enrolment: Enrolment) -> tuple[ReschedulingCard, ...]:
    """What was proposed about this enrolment, oldest first."""
    law = law_of_order(enrolment)
    return tuple(
        ReschedulingCard(
            id=row.id,
            proposed_by=Party(row.proposed_by),
            state=ReschedulingState(row.state),
            from_starts_on=row.from_starts_on,
            from_ends_on=row.from_ends_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            words=words.of_rescheduling(row),
            proposed_at=row.proposed_at,
            answer_by=last_day(row.due_at),
            free_until=rules.deadline(law, rules.Step.FREE_CANCELLATION_LAST_DAY, row.starts_on),
            other_session=row.session_id != row.from_session_id,
        )
        for row in enrolment.reschedulings.filter(account_id=enrolment.account_id).order_by("proposed_at", "id")
    )


def asked_of(row: Rescheduling) -> Party:
    """Who answers: the other side."""
    return Party.HOLDER if row.proposed_by == Party.PROVIDER else Party.PROVIDER


def is_over(row: Rescheduling, at: datetime) -> bool:
    """Whether the answer comes too late."""
    return at >= row.due_at or (row.enrolment.state == State.CONFIRMED and day_of(at) >= row.from_starts_on)
