"""What a daily reconciliation keeps: the card provider's reports, the days looked at, and what did not agree."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import Difference, Refusal, Teller, WorkState


class CardReport(models.Model):
    """A report of the card provider, known by its bytes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    sha256 = models.TextField()
    lines = models.IntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    taken_by = models.TextField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="one_card_report_per_content")]


class CardLine(models.Model):
    """One movement that the card provider tells."""

    report = models.ForeignKey(CardReport, on_delete=models.PROTECT, related_name="told")
    place = models.IntegerField()
    kind = models.TextField()
    external_id = models.TextField()
    reference = models.TextField(default="")
    amount_cents = models.BigIntegerField()
    day = models.DateField()
    #: The line of the bank's statement by which a payout came.
    entry_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="one_card_line_per_place"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_card_line_moves_money"),
        ]
        indexes = [
            models.Index(fields=["day"], name="card_lines_of_a_day"),
            models.Index(fields=["reference"], condition=~Q(reference=""), name="card_lines_by_reference"),
            models.Index(fields=["external_id"], name="card_lines_by_external_id"),
        ]


class DayReconciled(models.Model):
    """A day as it was last looked at."""

    day = models.DateField(primary_key=True)
    ours = models.IntegerField()
    theirs = models.IntegerField()
    agreed = models.IntegerField()
    differences = models.IntegerField()
    made_at = models.DateTimeField()


class WorkSet(models.QuerySet["WorkItem"]):
    """Differences that an act loads and locks by id, or is refused."""

    def locked(self, pk: UUID) -> WorkItem:
        row = self.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Refused(Refusal.DIFFERENCE_UNKNOWN, id=str(pk))
        return row


class WorkItem(models.Model):
    """A difference that somebody has to end; found again, it stays the same one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.TextField(db_collation="C")
    teller = models.TextField()
    kind = models.TextField()
    day = models.DateField()
    ours = models.TextField(default="")
    theirs = models.TextField(default="")
    ours_cents = models.BigIntegerField(default=0)
    theirs_cents = models.BigIntegerField(default=0)
    entry_id = models.UUIDField(null=True)
    state = models.TextField(default=WorkState.OPEN)
    owner = models.TextField(default="")
    motive = models.TextField(default="")
    proposed_by = models.TextField(default="")
    ended_by = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    objects = WorkSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_work_item_per_difference"),
            models.CheckConstraint(condition=Q(teller__in=[t.value for t in Teller]), name="teller_is_known"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Difference]), name="difference_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in WorkState]), name="work_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=WorkState.PROPOSED.value) | (~Q(proposed_by="") & ~Q(motive="")),
                name="what_is_proposed_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.ENDED.value)
                | (~Q(ended_by="") & ~Q(motive="") & ~Q(ended_by=F("proposed_by"))),
                name="two_persons_for_money_written_off",
            ),
        ]
        indexes = [
            models.Index(
                fields=["day"], condition=~Q(state__in=[WorkState.ENDED.value, WorkState.GONE.value]), name="work_to_do"
            )
        ]
