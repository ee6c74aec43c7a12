"""Files received and what was found in them; declarations; and the facts, whose newer versions replace the older."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id

from .types import Level, Source, State


class Import(models.Model):
    """One file read once: by whom, when, and how many things came of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.TextField()
    state = models.TextField(default=State.READING)
    format = models.TextField(default="")
    encoding = models.TextField(default="")
    file_name = models.TextField()
    sha256 = models.TextField(default="")
    counts = models.JSONField(default=dict)
    findings_total = models.IntegerField(default=0)
    blocking_total = models.IntegerField(default=0)
    refusal = models.TextField(default="")
    read_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read_by = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=[s.value for s in Source]), name="import_source_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="import_state_is_known"),
        ]
        indexes = [models.Index(fields=["-read_at"], name="imports_latest_first")]


class ImportFinding(models.Model):
    """One thing found in a file; an individual is named by rank only."""

    report = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    level = models.TextField()
    code = models.TextField()
    #: The values of the sentence; of what was found before they were kept, None and the sentence as it was said.
    words = models.JSONField(null=True)
    sentence = models.TextField(default="")
    blocking = models.BooleanField()
    line = models.BigIntegerField(null=True)
    rubric = models.TextField(default="")
    declaration = models.TextField(default="")
    individual = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[v.value for v in Level]), name="finding_level_is_known")
        ]


class Declaration(models.Model):
    """One sending of one declaration; `lineage` is what is declared, `order` the rank of the sending."""

    id = models.UUIDField(primary_key=True, default=new_id)
    source = models.TextField()
    lineage = models.TextField()
    order = models.IntegerField()
    replaces = models.BooleanField(default=False)
    siret = models.TextField(default="")
    employer = models.TextField(default="")
    period_from = models.DateField()
    period_to = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lineage", "order"], name="one_row_per_sending")]


class WaitingIndividual(models.Model):
    """What a declaration says of somebody who resembles somebody else, until an agent has said who they are.

    `reference` is blind (see `identifying`); `works` are the lines as read, without a name or a number.
    """

    id = models.BigAutoField(primary_key=True)
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="waiting")
    reference = models.TextField()
    rank = models.IntegerField()
    line = models.BigIntegerField()
    works = models.JSONField()
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["declaration", "reference", "rank"], name="one_wait_per_declared_person")
        ]
        indexes = [models.Index(fields=["reference"], condition=Q(taken_at=None), name="who_waits")]


class WorkedLine(models.Model):
    """A fact: what one declaration says of one contract of one account over one period.

    Never changed but for `current`, which leaves it when a newer version comes; see `types.Work` for the numbers.
    """

    id = models.BigAutoField(primary_key=True)
    account_id = models.UUIDField()
    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT, related_name="lines")
    #: What the line speaks of, whatever the sending: lineage, contract, period.
    key = models.TextField()
    version = models.SmallIntegerField()
    current = models.BooleanField(default=True)
    withdrawn = models.BooleanField(default=False)
    order = models.IntegerField()
    #: The employer's establishment; empty for a household. `kind` says for whom a yearly summary speaks.
    siret = models.TextField(default="")
    kind = models.TextField(default="")
    year = models.SmallIntegerField()
    contract = models.TextField(default="")
    contract_from = models.DateField()
    contract_to = models.DateField(null=True)
    period_from = models.DateField()
    period_to = models.DateField()
    regime = models.TextField()
    unit = models.TextField()
    origin = models.TextField()
    paid = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField(null=True)
    reference = models.BigIntegerField(null=True)
    present_days = models.IntegerField()
    span_days = models.IntegerField()
    absences = models.JSONField(default=list)
    oeth = models.BooleanField(default=False)
    contribution_paid = models.BooleanField(null=True)
    category_c = models.BooleanField(default=False)
    incomplete_post = models.BooleanField(default=False)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "key"], condition=Q(current=True), name="one_current_version_of_a_line"
            ),
            models.UniqueConstraint(fields=["account_id", "key", "version"], name="one_row_per_version_of_a_line"),
            models.CheckConstraint(condition=Q(span_days__gt=0, present_days__gte=0), name="a_span_has_days"),
            models.CheckConstraint(
                condition=Q(reference__isnull=True) | Q(reference__gt=0), name="a_full_year_is_something"
            ),
            models.CheckConstraint(
                condition=Q(paid__isnull=False) | Q(quantity__isnull=False), name="a_line_tells_some_time"
            ),
            models.CheckConstraint(condition=Q(period_to__gte=models.F("period_from")), name="a_period_goes_forward"),
        ]
        indexes = [
            models.Index(fields=["year", "account_id"], condition=Q(current=True), name="facts_of_a_year"),
            # What a run reads of a line that is added to others, in the order in which it adds: see `queries.columns`.
            models.Index(
                fields=[
                    "year",
                    "account_id",
                    "regime",
                    "unit",
                    "reference",
                    "withdrawn",
                    "oeth",
                    "contribution_paid",
                    "category_c",
                    "incomplete_post",
                ],
                include=["paid"],
                condition=Q(current=True, paid__isnull=False, absences=[]),
                name="times_paid_of_a_year",
            ),
            models.Index(
                fields=["year", "account_id"],
                condition=Q(current=True) & (Q(paid__isnull=True) | ~Q(absences=[])),
                name="times_to_compute_of_a_year",
            ),
            models.Index(fields=["declaration"], condition=Q(current=True), name="facts_of_a_declaration"),
        ]
