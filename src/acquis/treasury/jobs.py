"""What the treasury does behind the pages: tell the card provider about refunds, and ask what became of them."""

from __future__ import annotations

import logging
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.refusal import Refused
from acquis.outside import payments

from . import actions
from .models import Collection, Refund
from .types import RefundState

logger = logging.getLogger(__name__)


@app.task(name="treasury.send_refund", retry=RetryStrategy(max_attempts=15, exponential_wait=3))
def send_refund(*, refund_id: str) -> None:
    """Ask the card provider to refund, under the attempt's own key: asked again after a crash, it refunds once."""
    refund = Refund.objects.select_related("collection").get(pk=UUID(refund_id))
    by, at = system("treasury.send_refund"), clock.now()
    if refund.state != RefundState.DUE:
        return
    payment_id = refund.collection.external_id or ""
    if refund.attempt > 1 or _is_contested(refund.collection_id):
        # An answer may have been lost: what was made under any of its keys is heard before anything else is decided.
        for made in payments.refunds(payment_id):
            if made.reference in refund.keys:
                actions.hear_refund(refund_id=refund.id, told=made, by=by, at=at)
        refund.refresh_from_db()
        if refund.state != RefundState.DUE:
            return
    if _is_contested(refund.collection_id):
        actions.refuse_refund(refund_id=refund.id, external_id="", reason="contested", by=by, at=at)
        return
    try:
        told = payments.refund(payment_id=payment_id, key=refund.key, amount_cents=refund.amount_cents)
    except payments.Declined as no:
        logger.warning("refund %s is declined: %s", refund.id, no)
        actions.refuse_refund(refund_id=refund.id, external_id="", reason="declined", by=by, at=at)
        return
    actions.hear_refund(refund_id=refund.id, told=told, by=by, at=at)


def _is_contested(collection_id: UUID) -> bool:
    """Read under lock, just before sending: a bank that takes the payment back meanwhile is waited for."""
    with transaction.atomic():
        return Collection.objects.locked(collection_id).contested_cents > 0


@app.periodic(cron="5 * * * *")
@app.task(name="treasury.look_for_refunds", queueing_lock="treasury.look_for_refunds")
def look_for_refunds(timestamp: int | None = None) -> None:
    """Ask about every refund that is on its way, should the provider's own word never come."""
    by, at = system("treasury.look_for_refunds"), clock.now()
    for refund in list(Refund.objects.filter(state=RefundState.SENT).order_by("due_at", "id")):
        try:
            told = payments.get_refund(refund.external_id)
            actions.hear_refund(refund_id=refund.id, told=told, by=by, at=at)
        except (payments.Unavailable, Refused) as error:
            # One refund that cannot be asked about must not hide the others.
            logger.warning("refund %s could not be asked about: %s", refund.id, type(error).__name__)
