"""Batches of payouts: the transfers of each, and the invoices that it left aside when it was prepared."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .locking import LockedSet
from .types import BatchState, LineState, Refusal, Unpaid


class BatchSet(LockedSet["PayoutBatch"]):
    unknown = Refusal.BATCH_UNKNOWN

    def locked(self, pk: UUID) -> PayoutBatch:
        """Without its file, which can have some megabytes, until somebody asks for it."""
        row = self.defer("file").select_for_update().filter(pk=pk).first()
        if row is None:
            raise Refused(self.unknown, id=str(pk))
        return row


class LineSet(LockedSet["PayoutLine"]):
    unknown = Refusal.LINE_UNKNOWN


class PayoutBatch(models.Model):
    """Payments sent to the bank in one file: prepared by one person, approved by another."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField()
    state = models.TextField(default=BatchState.DRAFT)
    until = models.DateField()
    prepared_by = models.TextField()
    prepared_at = models.DateTimeField()
    approved_by = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    execute_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    total_cents = models.BigIntegerField()
    count = models.IntegerField()
    file = models.BinaryField(default=b"")
    sha256 = models.TextField(default="")

    objects = BatchSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_payout_batch_per_number"),
            models.CheckConstraint(condition=Q(total_cents__gt=0, count__gt=0), name="a_batch_pays_something"),
            models.CheckConstraint(condition=~Q(approved_by=F("prepared_by")), name="two_persons_for_a_payout"),
            models.CheckConstraint(
                condition=Q(state__in=[BatchState.DRAFT.value, BatchState.DISCARDED.value])
                | (~Q(approved_by="") & ~Q(sha256="")),
                name="an_approved_batch_has_its_file",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BatchState]), name="batch_state_is_known"),
        ]


class PayoutLine(models.Model):
    """One transfer of a batch: all that one provider is owed, to the account that was approved when it was prepared."""

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="lines")
    provider_id = models.UUIDField()
    bank_account_id = models.UUIDField()
    payee = models.TextField()
    iban = models.TextField()
    bic = models.TextField()
    amount_cents = models.BigIntegerField()
    #: What the bank gives back on its statement for this transfer.
    end_to_end_id = models.TextField()
    state = models.TextField(default=LineState.ORDERED)
    #: The day on which the bank booked it, alone or with its batch.
    booked_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    #: Why a bank sent it back, as an ISO external code.
    reason = models.TextField(default="")
    #: Whether the payee's account is why: it is then not paid again by itself.
    blames_account = models.BooleanField(default=False)
    #: The invoices that it had carried, by number, once they wait again.
    carried = models.JSONField(default=list)
    #: Who decided that the same account may be tried again, and when.
    retried_by = models.TextField(default="")
    retried_at = models.DateTimeField(null=True)

    objects = LineSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=LineState.ORDERED.value, returned_on__isnull=True)
                | Q(state__in=[LineState.REJECTED.value, LineState.RETURNED.value], returned_on__isnull=False),
                name="a_returned_line_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=LineState.REJECTED.value) | Q(booked_on__isnull=True),
                name="what_was_booked_was_not_rejected",
            ),
            models.UniqueConstraint(fields=["end_to_end_id"], name="one_line_per_bank_reference"),
            models.UniqueConstraint(fields=["batch", "provider_id"], name="one_line_per_provider_in_a_batch"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_payout_line_pays_something"),
        ]


class LeftAside(models.Model):
    """An invoice that was due and could not be paid, as whoever prepared the batch would have read it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="left_aside")
    invoice_id = models.UUIDField()
    number = models.TextField()
    provider_id = models.UUIDField()
    about = models.UUIDField()
    amount_cents = models.BigIntegerField()
    why = models.TextField()
    #: The other reasons, if there were some.
    also = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "invoice_id"], name="an_invoice_is_left_aside_once_by_a_batch"),
            models.CheckConstraint(condition=Q(why__in=[w.value for w in Unpaid]), name="left_aside_why_is_known"),
        ]
