"""The life of a payment at the stand-in: pending, then succeeded or refused, once; its end is told by a signed call."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import transaction

from . import jobs
from .models import DemoCall, DemoPayment


def told(payment: DemoPayment) -> dict[str, Any]:
    """A payment as the API and the calls tell it; a caller must ignore what it does not know."""
    return {
        "id": payment.id,
        "object": "payment",
        "reference": payment.reference,
        "amount_cents": payment.amount_cents,
        "currency": "EUR",
        "state": payment.state,
        "reason": payment.reason or None,
        "hosted_url": f"{settings.ACQUIS.site_url}/demo/cards/pay/{payment.id}",
        "refunded_cents": sum(refund.amount_cents for refund in payment.refunds.exclude(state="failed")),
    }


def conclude(payment_id: str, *, reason: str) -> DemoPayment:
    """End a payment: succeeded when there is no `reason` against it. Ended before, it stays as it was."""
    with transaction.atomic():
        payment = DemoPayment.objects.select_for_update().get(pk=payment_id)
        if payment.state != "pending":
            return payment
        payment.state, payment.reason, payment.outcome = "refused" if reason else "succeeded", reason, ""
        payment.save(update_fields=["state", "reason", "outcome"])
        body = json.dumps({"type": f"payment.{payment.state}", "payment": told(payment)})
        call = DemoCall.objects.create(payment=payment, body=body)
        jobs.tell.defer(call_id=call.id)
        return payment


def way_back(payment: DemoPayment) -> str:
    """Where the payer goes when it is over."""
    joint = "&" if "?" in payment.return_url else "?"
    return f"{payment.return_url}{joint}payment={payment.id}"
