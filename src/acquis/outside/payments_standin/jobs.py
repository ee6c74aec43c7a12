"""The stand-in's calls: made after the payment's end is written, and again until they are answered."""

from __future__ import annotations

import json

import httpx
from django.conf import settings
from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.outside import payments

from .models import DemoCall, DemoRefund


class NotAnswered(Exception):
    """The call will be made again."""


@app.task(name="payments_standin.tell", retry=RetryStrategy(max_attempts=10, exponential_wait=2))
def tell(*, call_id: str) -> None:
    """Make a signed call, at least once."""
    call = DemoCall.objects.get(pk=call_id)
    if call.answered_at is not None:
        return
    call.attempts += 1
    call.save(update_fields=["attempts"])
    try:
        answer = httpx.post(
            f"{settings.ACQUIS.site_url}/webhooks/payments",
            content=call.body.encode(),
            headers=signed_headers(call),
            timeout=5.0,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        raise NotAnswered(type(error).__name__) from error
    if not answer.is_success:
        raise NotAnswered(str(answer.status_code))
    call.answered_at = clock.machine_now()
    call.save(update_fields=["answered_at"])


@app.task(name="payments_standin.fail_refund")
def fail_refund(*, refund_id: str) -> None:
    """The bank of a closed card sends the money back: the refund has failed, which is told by a call."""
    with transaction.atomic():
        refund = DemoRefund.objects.select_for_update().get(pk=refund_id)
        if refund.state != "pending":
            return
        refund.state, refund.reason = "failed", "expired_or_canceled_card"
        refund.save(update_fields=["state", "reason"])
        body = json.dumps({"type": "refund.failed", "refund": refund.told()})
        call = DemoCall.objects.create(payment=refund.payment, body=body)
        tell.defer(call_id=call.id)


def signed_headers(call: DemoCall) -> dict[str, str]:
    """The headers of Standard Webhooks for a call made now."""
    moment = str(int(clock.machine_now().timestamp()))
    return {
        "Content-Type": "application/json",
        "webhook-id": call.id,
        "webhook-timestamp": moment,
        "webhook-signature": payments.signature(call.id, moment, call.body.encode()),
    }
