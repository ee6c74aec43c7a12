"""What the calendar does to enrolments: a delay that ends, a service to validate, a payment that did not come.

A job acts as of the moment it was due, however late the worker comes. One that finds the enrolment elsewhere, or with
more time than when it was planned, has nothing to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.journal.jobs import later, one_by_one, planned
from acquis.kit import clock
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.treasury import actions as treasury
from acquis.treasury.queries import payments_to_ask
from acquis.treasury.types import Refusal as NotHeard

from . import ending_all
from .actions.answer_rescheduling import lapse_rescheduling as end_rescheduling
from .actions.expire_payment import expire_payment as expire
from .actions.lapse_unanswered import lapse_unanswered as end_unanswered
from .actions.lapse_unconfirmed import lapse_unconfirmed as end_unconfirmed
from .actions.record_payment import record_payment as tell
from .actions.remind_to_answer import remind_to_answer as remind_body
from .actions.remind_to_confirm import remind_to_confirm as remind
from .actions.validate_service import validate_service as validate
from .delays import reminder_at
from .models import Enrolment
from .types import Refusal, State

logger = logging.getLogger(__name__)

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
#: Answers of an act that mean: the day came, and there was nothing left to do.
MOVED_ON = frozenset({Refusal.NOT_NOW, Refusal.DELAY_NOT_OVER, Refusal.UNDER_CONTROL})


def _when_due(act: Callable[..., None], *, enrolment_id: str, due: str, **arguments: object) -> None:
    try:
        act(
            enrolment_id=UUID(enrolment_id),
            **arguments,
            by=system(f"enrolments.{act.__name__}"),
            at=datetime.fromisoformat(due),
        )
    except Refused as refused:
        if refused.reason not in MOVED_ON:
            raise


@app.task(name="enrolments.lapse_unanswered", retry=RETRY)
def lapse_unanswered(*, enrolment_id: str, due: str) -> None:
    """The provider's time to answer is over."""
    _when_due(end_unanswered, enrolment_id=enrolment_id, due=due)


@app.task(name="enrolments.remind_to_answer", retry=RETRY)
def remind_to_answer(*, enrolment_id: str, due: str) -> None:
    """The provider's last day to answer has begun."""
    _when_due(remind_body, enrolment_id=enrolment_id, due=due)


@app.task(name="enrolments.lapse_unconfirmed", retry=RETRY)
def lapse_unconfirmed(*, enrolment_id: str, due: str) -> None:
    """The holder's time to confirm is over."""
    _when_due(end_unconfirmed, enrolment_id=enrolment_id, due=due)


@app.task(name="enrolments.remind_to_confirm", retry=RETRY)
def remind_to_confirm(*, enrolment_id: str, due: str) -> None:
    """The holder's last day to confirm has begun."""
    _when_due(remind, enrolment_id=enrolment_id, due=due)


def to_confirm(enrolment_id: UUID, due_at: datetime) -> list[dict[str, Any]]:
    """What is planned with a proposal: its holder is reminded, then it lapses."""
    return [
        planned(remind_to_confirm, at=reminder_at(due_at), enrolment_id=enrolment_id),
        planned(lapse_unconfirmed, at=due_at, enrolment_id=enrolment_id),
    ]


@app.task(name="enrolments.expire_payment", retry=RETRY)
def expire_payment(*, enrolment_id: str, attempt: int, due: str) -> None:
    """The holder's time to pay by card is over: a payment of which we were not told yet is heard of first."""
    _hear(UUID(enrolment_id), attempt=attempt, at=datetime.fromisoformat(due))
    _when_due(expire, enrolment_id=enrolment_id, attempt=attempt, due=due)


def _hear(enrolment_id: UUID, *, attempt: int, at: datetime) -> None:
    """Ask the card provider about the payment under way; one it does not tell now, the treasury asks about again."""
    awaited = Enrolment.objects.filter(pk=enrolment_id, attempt=attempt, state=State.AWAITING_PAYMENT)
    collection_id = awaited.values_list("collection_id", flat=True).first()
    if collection_id is None:
        return
    try:
        _ask(collection_id, by=system("enrolments.expire_payment"), at=at)
    except Refused as refused:
        logger.warning("collection %s could not be asked about: %s", collection_id, refused.reason)


def _ask(collection_id: UUID, *, by: Actor, at: datetime) -> None:
    heard = treasury.ask_outcome(collection_id=collection_id, by=by, at=at)
    tell(collection_id=collection_id, outcome=heard.outcome, external_id=heard.external_id, by=by, at=at)


def _ask_again(*, collection_id: UUID, by: Actor, at: datetime) -> None:
    """A provider that does not answer now is asked the next time; anything else is for a person."""
    try:
        _ask(collection_id, by=by, at=at)
    except Refused as refused:
        if refused.reason != NotHeard.CARD_PROVIDER_UNAVAILABLE:
            raise
        logger.warning("collection %s could not be asked about: %s", collection_id, refused.reason)


# Work that was planned under its former name is done too.
@app.periodic(cron="*/10 * * * *")
@app.task(
    name="enrolments.look_for_payments",
    aliases=["treasury.look_for_late_payments"],
    queueing_lock="enrolments.look_for_payments",
)
def look_for_payments(timestamp: int | None = None, due: str | None = None) -> None:
    """Ask about every payment that the provider may have told in vain, and carry on what it was for."""
    at = datetime.fromisoformat(due) if due else clock.now()
    asked = ({"collection_id": each} for each in payments_to_ask(at))
    one_by_one(_ask_again, asked, by=system("enrolments.look_for_payments"), at=at)


@app.task(name="enrolments.validate_service", retry=RETRY)
def validate_service(*, enrolment_id: str, due: str) -> None:
    """The day has come to validate the service declared."""
    _when_due(validate, enrolment_id=enrolment_id, due=due)


@app.task(name="enrolments.lapse_rescheduling", retry=RETRY)
def lapse_rescheduling(*, enrolment_id: str, rescheduling_id: str, due: str) -> None:
    """The time to answer a proposal of other dates is over."""
    _when_due(end_rescheduling, enrolment_id=enrolment_id, rescheduling_id=UUID(rescheduling_id), due=due)


@app.task(name="enrolments.end_for_the_dead", retry=RETRY)
def end_for_the_dead(*, account_id: str, due: str) -> None:
    """Somebody has died: what they had ordered ends; a payment by card under way is waited for."""
    at = datetime.fromisoformat(due)
    ending_all.of_the_dead(UUID(account_id), by=system("enrolments.end_for_the_dead"), at=at)
    if again := ending_all.waits_for_a_card(UUID(account_id)):
        later(end_for_the_dead, at=max(again, at) + timedelta(minutes=1), account_id=account_id)
