"""The invoices that a batch of payouts left aside when it was prepared, and why: kept as they were that day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id

from .types import Unpaid


class LeftAside(models.Model):
    """An invoice that was due and could not be paid, as whoever prepared the batch would have read it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey("PayoutBatch", on_delete=models.PROTECT, related_name="left_aside")
    invoice_id = models.UUIDField()
    number = models.TextField()
    provider_id = models.UUIDField()
    about = models.UUIDField()
    amount_cents = models.BigIntegerField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "invoice_id"], name="an_invoice_is_left_aside_once_by_a_batch"),
            models.CheckConstraint(condition=Q(why__in=[w.value for w in Unpaid]), name="left_aside_why_is_known"),
        ]
