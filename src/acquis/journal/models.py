"""The journal's tables. Facts and readings are append-only: the database itself refuses to change them."""

from __future__ import annotations

from uuid import UUID

from django.db import models

#: The noun whose life the moves of the demonstration's clock belong to.
DEMO_CLOCK = UUID("00000000-0000-7000-8000-00000000c10c")


class Event(models.Model):
    """A fact, as it was recorded; `seq` is the order of recording."""

    seq = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    about = models.UUIDField()
    account_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    by = models.TextField()
    payload = models.JSONField()

    class Meta:
        indexes = (
            models.Index(fields=["about", "seq"], name="event_by_noun"),
            models.Index(fields=["kind", "seq"], name="event_by_kind"),
        )


class Delivery(models.Model):
    """A reaction has dealt with a fact; written in the reaction's own transaction."""

    id = models.BigAutoField(primary_key=True)
    seq = models.BigIntegerField()
    reaction = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["seq", "reaction"], name="one_delivery_per_fact_and_reaction"),)


class Read(models.Model):
    """Somebody looked at a person's data."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.TextField()
    what = models.TextField()
    reason = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["person_id", "-id"], name="read_by_person"),)


class DemoClock(models.Model):
    """What the demonstration's clock adds to the machine's; one row, and none outside the demonstration."""

    offset_seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="one_demo_clock"),
            models.CheckConstraint(condition=models.Q(offset_seconds__gte=0), name="demo_clock_never_goes_back"),
        )
