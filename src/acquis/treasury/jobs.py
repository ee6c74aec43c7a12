"""What the treasury does behind the pages: tell the card provider about refunds, and look for late payments."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.refusal import Refused
from acquis.outside import payments

from . import actions
from .models import Collection, Refund
from .types import CollectionState, RefundState

logger = logging.getLogger(__name__)

#: How long a payment given up may still turn out to have been made.
LATE_PAYMENTS = timedelta(days=3)


@app.task(name="treasury.send_refund", retry=RetryStrategy(max_attempts=15, exponential_wait=3))
def send_refund(*, refund_id: str) -> None:
    """Ask the card provider to refund, under the refund's own id: asked again after a crash, it refunds once."""
    refund = Refund.objects.select_related("collection").get(pk=UUID(refund_id))
    if refund.state == RefundState.DONE:
        return
    done = payments.refund(
        payment_id=refund.collection.external_id or "", key=str(refund.id), amount_cents=refund.amount_cents
    )
    if done.state is not payments.RefundState.SUCCEEDED:
        # Asked again under the same key later, it is the same refund, and tells what became of it.
        raise payments.Unavailable(f"a refund is {done.state}")
    actions.record_refund(refund_id=refund.id, external_id=done.id, by=system("treasury.send_refund"), at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="treasury.look_for_late_payments", queueing_lock="treasury.look_for_late_payments")
def look_for_late_payments(timestamp: int | None = None, due: str | None = None) -> int:
    """Ask about every payment given up lately; returns how many had been made after all, and are owed back."""
    at = datetime.fromisoformat(due) if due else clock.now()
    by = system("treasury.look_for_late_payments")
    given_up = Collection.objects.filter(
        state=CollectionState.EXPIRED, concluded_at__gte=at - LATE_PAYMENTS, external_id__isnull=False
    )
    found = 0
    for collection_id in list(given_up.order_by("id").values_list("id", flat=True)):
        try:
            heard = actions.ask_outcome(collection_id=collection_id, by=by, at=at)
        except Refused as refused:
            # One payment the provider will not speak of must not hide the others.
            logger.warning("collection %s could not be asked about: %s", collection_id, refused.reason)
            continue
        told = actions.record_outcome(
            collection_id=collection_id, outcome=heard.outcome, external_id=heard.external_id, by=by, at=at
        )
        found += told.late
    return found
