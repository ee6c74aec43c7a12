"""The journal's tables. Facts and readings are append-only: the database itself refuses to change them."""

from __future__ import annotations

from django.db import models


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
