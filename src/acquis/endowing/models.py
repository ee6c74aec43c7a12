"""Orders of endowments, the lines that were taken and those that were not, and who may be credited before paying."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import Ground, LineState, OrderState, PayerKind, Refusal


class OrderSet(models.QuerySet["Order"]):
    def locked(self, order_id: UUID) -> Order:
        """The order, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=order_id).first()
        if row is None:
            raise Refused(Refusal.ORDER_UNKNOWN)
        return row


class Order(models.Model):
    """One payer gives, under one set of conditions, to as many people as it has lines, and pays by one transfer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    payer_kind = models.TextField()
    payer_id = models.UUIDField()
    payer_name = models.TextField()
    payer_siren = models.CharField(max_length=9)
    #: What a gift of this payer's is called on an account (`accounts.types.PurseKind`).
    purse_kind = models.TextField()
    ground = models.TextField()
    #: What the payer calls it, for itself and for those who receive.
    purpose = models.TextField(default="")
    certifications = models.JSONField(null=True)
    expires_on = models.DateField(null=True)
    #: Whether what nobody used by that day goes back to the payer (R6323-42-1).
    refunded = models.BooleanField(default=False)
    state = models.TextField(default=OrderState.DRAFT)
    #: What the ground's own act must be told of every line (`formats`).
    facts = models.JSONField(default=dict)
    lines_count = models.IntegerField(default=0)
    total_cents = models.BigIntegerField(default=0)
    refused_count = models.IntegerField(default=0)
    credited_upto = models.IntegerField(default=0)
    file_name = models.TextField(default="")
    #: Sealed, and dropped once it is read: people are named in it.
    file_sealed = SealedField(null=True, at_once=1)
    rows = models.IntegerField(default=0)
    read_upto = models.IntegerField(default=0)
    label = models.TextField(default="")
    received_on = models.DateField(null=True)
    on_credit = models.BooleanField(default=False)
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.TextField(default="")
    credited_at = models.DateTimeField(null=True)

    objects = OrderSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(payer_kind__in=sorted(PayerKind)), name="payer_kind_is_known"),
            models.CheckConstraint(condition=Q(ground__in=sorted(Ground)), name="order_ground_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(OrderState)), name="order_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[OrderState.CREDITING.value, OrderState.CREDITED.value])
                | Q(on_credit=True)
                | Q(received_on__isnull=False),
                name="money_is_there_or_credit_was_given",
            ),
            models.CheckConstraint(
                condition=Q(file_sealed__isnull=True) | Q(state=OrderState.READING.value),
                name="a_file_is_kept_while_it_is_read",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["payer_id", "-drafted_at"], name="orders_of_payer")]


class Line(models.Model):
    """A sum for one account. Who it is for is an account: no number and no name is kept here."""

    id = models.UUIDField(primary_key=True, default=new_id)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    place = models.IntegerField()
    account_id = models.UUIDField()
    amount_cents = models.BigIntegerField()
    mark = models.TextField(default="")
    state = models.TextField(default=LineState.TAKEN)
    purse_id = models.UUIDField(null=True)
    #: Why the account could not receive, in the words of `accounts.types.Refusal`.
    why = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(LineState)), name="line_state_is_known"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_line_brings_money"),
            models.UniqueConstraint(fields=["order", "place"], name="one_line_per_place"),
            models.UniqueConstraint(fields=["order", "account_id"], name="one_line_per_person_of_an_order"),
        ]


class LineFault(models.Model):
    """A line that was not taken, and why; nothing of what it said is kept."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="faults")
    place = models.IntegerField()
    column = models.TextField(default="")
    fault = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "place"], name="one_fault_per_place")]


class CreditLine(models.Model):
    """Up to how much a payer's orders are credited before their transfers arrive, and until when."""

    payer_id = models.UUIDField(primary_key=True)
    most_cents = models.BigIntegerField()
    until = models.DateField(null=True)
    granted_by = models.TextField()
    granted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(most_cents__gte=0), name="a_credit_is_not_negative")
        ]
