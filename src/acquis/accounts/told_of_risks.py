"""What the bodies of occupational risks have told of an account, and the papers of projects; no name, no number of a
person: those of accounts and accidents are the bodies' own."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id

from .types import Adviser


class PreventionPoints(models.Model):
    """The points of prevention of an account, in the latest state told (see `risk_types.PointsTold`)."""

    account = models.OneToOneField(
        "Account", on_delete=models.PROTECT, primary_key=True, related_name="prevention_points"
    )
    number = models.TextField(unique=True)
    points = models.PositiveIntegerField()
    reserved = models.PositiveIntegerField()
    deducted = models.PositiveIntegerField()
    as_of = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reserved__lte=F("points")), name="reserved_points_are_among_the_points"),
        ]


class Accident(models.Model):
    """A work accident or an occupational disease, in the latest state told (see `risk_types.AccidentTold`)."""

    number = models.TextField(primary_key=True)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="accidents")
    incapacity_percent = models.PositiveSmallIntegerField()
    notified_on = models.DateField()
    says_delay = models.BooleanField()
    attested_on = models.DateField(null=True)
    as_of = models.DateField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(incapacity_percent__lte=100), name="an_incapacity_is_a_share"),
        ]


class ProjectPaper(models.Model):
    """What a holder sent to show that an adviser attested their project; the right was given on it, an agent looks."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="project_papers")
    #: The right that was given on it, where it was first written.
    grant = models.OneToOneField("Grant", on_delete=models.PROTECT, related_name="project_paper")
    accident = models.ForeignKey(Accident, on_delete=models.PROTECT, related_name="papers")
    adviser = models.TextField()
    attested_on = models.DateField()
    #: The sealed document, kept by `people`.
    document_id = models.UUIDField()
    filed_at = models.DateTimeField()
    #: What an agent found; None until one looked.
    sound = models.BooleanField(null=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sound=None, looked_at=None, looked_by="")
                | (Q(sound__isnull=False, looked_at__isnull=False) & ~Q(looked_by="")),
                name="a_paper_looked_at_says_by_whom",
            ),
            models.CheckConstraint(condition=Q(adviser__in=[a.value for a in Adviser]), name="adviser_is_known"),
        ]
        indexes = [models.Index(fields=["filed_at"], condition=Q(sound=None), name="project_papers_waiting")]
