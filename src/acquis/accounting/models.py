"""What the books keep of their own: closings with their frozen sums. Every movement stays in the ledger alone."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .reconciliation_models import CardLine, CardReport, DayReconciled, WorkItem
from .types import CallState, ClosingState, Refusal, Span

__all__ = [
    "CardLine",
    "CardReport",
    "ClosedFlow",
    "ClosedSlice",
    "Closing",
    "DayReconciled",
    "FundCall",
    "WorkItem",
]


class ClosingSet(models.QuerySet["Closing"]):
    """Closings that an act loads and locks by id, or is refused."""

    def locked(self, pk: UUID) -> Closing:
        row = self.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Refused(Refusal.CLOSING_UNKNOWN, id=str(pk))
        return row

    def closed_months(self) -> ClosingSet:
        """The months that are closed, in order."""
        return self.filter(span=Span.MONTH, state=ClosingState.CLOSED).order_by("month")


class Closing(models.Model):
    """A month closed, or a year: what of the ledger it holds, and the digest of its sums. Closed, it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    span = models.TextField()
    #: The first day of the month; of a year, the first of its December.
    month = models.DateField()
    state = models.TextField(default=ClosingState.PREPARED)
    #: Every transfer up to this number was there when it was prepared, and none of those can come later.
    cut_seq = models.BigIntegerField()
    entries = models.BigIntegerField()
    debits_cents = models.BigIntegerField()
    #: Products less expenses of the span.
    result_cents = models.BigIntegerField()
    #: SHA-256 of the sums and of the digest before; hexadecimal.
    digest = models.TextField()
    prepared_by = models.TextField()
    prepared_at = models.DateTimeField()
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)

    objects = ClosingSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(span__in=[s.value for s in Span]), name="closing_span_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ClosingState]), name="closing_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ClosingState.CLOSED.value) | (~Q(decided_by="") & ~Q(decided_by=F("prepared_by"))),
                name="two_persons_for_a_closing",
            ),
            models.UniqueConstraint(
                fields=["span", "month"],
                condition=~Q(state=ClosingState.DISCARDED.value),
                name="one_closing_of_a_span",
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=ClosingState.PREPARED.value), name="one_closing_under_way"
            ),
        ]


class ClosedFlow(models.Model):
    """A frozen sum of a closed month."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="flows")
    code = models.TextField()
    reverses = models.TextField(default="")
    debit = models.TextField()
    credit = models.TextField()
    entries = models.BigIntegerField()
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["closing", "code", "reverses", "debit", "credit"], name="one_sum_of_a_flow_in_a_closing"
            )
        ]


class ClosedSlice(models.Model):
    """A slice of a yearly run's book that a closed month holds: slices have no number to be cut by."""

    pk = models.CompositePrimaryKey("book", "number")
    book = models.IntegerField()
    number = models.IntegerField()
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="slices")


class CallSet(models.QuerySet["FundCall"]):
    """Calls that an act loads and locks by id, or is refused."""

    def locked(self, pk: UUID) -> FundCall:
        row = self.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Refused(Refusal.CALL_UNKNOWN, id=str(pk))
        return row


class FundCall(models.Model):
    """A demand of money to France compétences for a month (R6333-1): computed, approved by another, received."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField()
    month = models.DateField()
    state = models.TextField(default=CallState.PREPARED)
    #: Its working, as pairs of a need and an amount in cents.
    lines = models.JSONField()
    amount_cents = models.BigIntegerField()
    received_cents = models.BigIntegerField(default=0)
    prepared_by = models.TextField()
    prepared_at = models.DateTimeField()
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    received_on = models.DateField(null=True)

    objects = CallSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_fund_call_per_number"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=CallState.PREPARED.value), name="one_fund_call_under_way"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in CallState]), name="fund_call_state_is_known"
            ),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_fund_call_asks_for_money"),
            models.CheckConstraint(
                condition=Q(received_cents__gte=0, received_cents__lte=F("amount_cents")),
                name="a_fund_call_receives_what_it_asks",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CallState.PREPARED.value, CallState.DISCARDED.value])
                | (~Q(decided_by="") & ~Q(decided_by=F("prepared_by"))),
                name="two_persons_for_a_fund_call",
            ),
        ]
