"""Transfers that somebody owes us under a label of ours, and the bank's entries that they arrived as."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ExpectedTransfer(models.Model):
    """A sum awaited under its label. `about` is what it pays; once it is there, or no longer awaited, it stays."""

    label = models.TextField(primary_key=True)
    about = models.UUIDField(unique=True)
    amount_cents = models.BigIntegerField()
    expected_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)
    entry = models.OneToOneField("treasury.BankEntry", null=True, on_delete=models.PROTECT, related_name="expected")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="an_expected_transfer_brings_money"),
            models.CheckConstraint(
                condition=Q(entry__isnull=True, received_on__isnull=True)
                | Q(entry__isnull=False, received_on__isnull=False, forgotten_at__isnull=True),
                name="what_arrived_says_when_and_as_what",
            ),
        ]
