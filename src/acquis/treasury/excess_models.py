"""What went back to a payer more than was owed: found by the acts, kept until a person says what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id

from .locking import LockedSet
from .types import ExcessKind, Refusal


class ExcessSet(LockedSet["Excess"]):
    unknown = Refusal.REFUND_UNKNOWN


class Excess(models.Model):
    """Cents of one payment by card that were given back twice, and what a person wrote about it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    collection = models.ForeignKey("Collection", on_delete=models.PROTECT, related_name="excesses")
    kind = models.TextField()
    #: What it is about, so that it is kept once however often it is told.
    reference = models.TextField(unique=True)
    amount_cents = models.BigIntegerField()
    found_at = models.DateTimeField()
    words = models.TextField(default="")
    settled_by = models.TextField(default="")
    settled_at = models.DateTimeField(null=True)

    objects = ExcessSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="an_excess_is_of_money"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in ExcessKind]), name="excess_kind_is_known"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by="")
                | Q(settled_at__isnull=False) & ~Q(settled_by="") & ~Q(words=""),
                name="who_settled_an_excess_said_how",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], condition=Q(settled_at__isnull=True), name="excesses_to_settle")]
