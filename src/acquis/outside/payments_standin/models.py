"""What the stand-in remembers. No card number is ever kept: only what the typed test card leads to."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Q


def payment_id() -> str:
    return f"pay_{secrets.token_hex(12)}"


def refund_id() -> str:
    return f"ref_{secrets.token_hex(12)}"


def call_id() -> str:
    return f"msg_{secrets.token_hex(12)}"


class DemoPayment(models.Model):
    id = models.TextField(primary_key=True, default=payment_id)
    #: The caller's Idempotency-Key, and the digest of what was asked under it.
    key = models.TextField(unique=True)
    asked = models.TextField()
    reference = models.TextField()
    amount_cents = models.BigIntegerField()
    return_url = models.TextField()
    state = models.TextField(default="pending")
    reason = models.TextField(default="")
    #: What the card typed leads to, while the bank's check is shown.
    outcome = models.TextField(default="")
    #: The card is closed by the time anything is given back on it.
    closes = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="demo_payment_is_of_something")]


class DemoRefund(models.Model):
    id = models.TextField(primary_key=True, default=refund_id)
    payment = models.ForeignKey(DemoPayment, on_delete=models.CASCADE, related_name="refunds")
    key = models.TextField(unique=True)
    amount_cents = models.BigIntegerField()
    state = models.TextField(default="succeeded")
    reason = models.TextField(default="")
    created_at = models.DateTimeField()

    def told(self) -> dict[str, Any]:
        """A refund as the API and the calls tell it."""
        return {
            "id": self.id,
            "object": "refund",
            "payment": self.payment_id,
            "reference": self.key,
            "amount_cents": self.amount_cents,
            "state": self.state,
            "reason": self.reason or None,
        }


class DemoCall(models.Model):
    """A call to be made to our caller's address, until it is answered."""

    id = models.TextField(primary_key=True, default=call_id)
    payment = models.ForeignKey(DemoPayment, on_delete=models.CASCADE, related_name="calls")
    body = models.TextField()
    attempts = models.IntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
