"""What the treasury does behind the pages: tell the card provider about refunds, and ask what became of them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.journal.jobs import one_by_one
from acquis.kit import clock
from acquis.kit.actor import Actor, system
from acquis.outside import payments

from . import actions
from .models import Collection, Refund
from .types import UNANSWERED, RefundState

logger = logging.getLogger(__name__)


#: A refund that its own job could not have made is asked for every hour, until this long after: then a person looks.
LATE, GIVE_UP = timedelta(minutes=10), timedelta(days=3)


@app.task(name="treasury.send_refund", retry=RetryStrategy(max_attempts=4, exponential_wait=5))
def send_refund(*, refund_id: str) -> None:
    """Ask the card provider to refund; one that does not answer is asked again by `look_for_refunds`."""
    try:
        _send(refund_id=UUID(refund_id), by=system("treasury.send_refund"), at=clock.now())
    except payments.Unavailable as error:
        logger.warning("refund %s could not be asked for: %s", refund_id, error)


def _send(*, refund_id: UUID, by: Actor, at: datetime) -> None:
    """Under the attempt's own key: asked again after a crash, it refunds once."""
    refund = Refund.objects.select_related("collection").get(pk=refund_id)
    if refund.attempt > 1:
        _hear_what_was_made(refund, by=by, at=at)
    if refund.state != RefundState.DUE:
        return
    try:
        told = _asked(refund)
    except payments.Declined as no:
        logger.warning("refund %s is declined: %s", refund.id, no)
        actions.refuse_refund(refund_id=refund.id, external_id="", reason="declined", by=by, at=at)
        return
    if told is not None:
        actions.hear_refund(refund_id=refund.id, told=told, by=by, at=at)
        return
    _hear_what_was_made(refund, by=by, at=at)
    if refund.state == RefundState.DUE:
        actions.refuse_refund(refund_id=refund.id, external_id="", reason="contested", by=by, at=at)


def _hear_what_was_made(refund: Refund, *, by: Actor, at: datetime) -> None:
    """An answer may have been lost: what was made under any of its keys is heard before anything else is decided."""
    for made in payments.refunds(refund.collection.external_id or ""):
        if made.reference in refund.keys:
            actions.hear_refund(refund_id=refund.id, told=made, by=by, at=at)
    refund.refresh_from_db()


def _asked(refund: Refund) -> payments.RefundMade | None:
    """What the provider answers; None, and nothing is asked, when the payer's bank took the payment back.

    The payment stays locked until the answer: nothing is asked any more once we know that the bank took it back.
    """
    with transaction.atomic():
        collection = Collection.objects.locked(refund.collection_id)
        if collection.contested_cents:
            return None
        payment_id = collection.external_id or ""
        return payments.refund(payment_id=payment_id, key=refund.key, amount_cents=refund.amount_cents)


@app.periodic(cron="5 * * * *")
@app.task(name="treasury.look_for_refunds", queueing_lock="treasury.look_for_refunds")
def look_for_refunds(timestamp: int | None = None, due: str | None = None) -> None:
    """Ask about every refund on its way, should the provider's own word never come, and for every one still due.

    One of which nothing is known for days is for a person: the card did not refuse it, and it is still owed.
    """
    by, at = system("treasury.look_for_refunds"), datetime.fromisoformat(due) if due else clock.now()
    asked = Refund.objects.annotate(since=Coalesce("asked_at", "due_at"))
    for act, rows in (
        (_ask, asked.filter(state=RefundState.SENT)),
        (_send_again, asked.filter(state=RefundState.DUE, since__lte=at - LATE)),
    ):
        ids = list(rows.order_by("due_at", "id").values_list("id", flat=True))
        one_by_one(act, ({"refund_id": each} for each in ids), by=by, at=at)


def _ask(*, refund_id: UUID, by: Actor, at: datetime) -> None:
    refund = Refund.objects.get(pk=refund_id)
    try:
        told = payments.get_refund(refund.external_id)
    except payments.Unavailable as error:
        logger.warning("refund %s could not be asked about: %s", refund_id, error)
        return
    actions.hear_refund(refund_id=refund_id, told=told, by=by, at=at)


def _send_again(*, refund_id: UUID, by: Actor, at: datetime) -> None:
    try:
        _send(refund_id=refund_id, by=by, at=at)
    except payments.Unavailable as error:
        logger.warning("refund %s could not be asked for: %s", refund_id, error)
        refund = Refund.objects.get(pk=refund_id)
        if refund.state == RefundState.DUE and at - (refund.asked_at or refund.due_at) >= GIVE_UP:
            actions.refuse_refund(refund_id=refund_id, external_id="", reason=UNANSWERED, by=by, at=at)
