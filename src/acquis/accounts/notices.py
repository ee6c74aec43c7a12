"""Deaths that were told and wait, and why accounts are frozen: for a death that may be the holder's, or a decision.

What identifies somebody who may have died is in `people`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id


class DeathNotice(models.Model):
    """A death told by civil identity. `doubt_id` is the doubtful identity, in `people`, with those it may be."""

    doubt_id = models.UUIDField(primary_key=True)
    #: None when only the death is known, not its day.
    died_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    #: When the register was last asked about the one it may be.
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=Q(answered_at=None), name="deaths_waiting"),
        ]


class Freeze(models.Model):
    """One reason for which an account is frozen; it is open again when none stands."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="freezes")
    #: The death that may be the holder's, by its doubtful identity; None for a decision.
    death = models.UUIDField(null=True)
    reason = models.TextField()
    frozen_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(death=None, lifted_at=None), name="one_freeze_by_decision_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["account", "death"], condition=Q(lifted_at=None), name="one_freeze_per_death_at_a_time"
            ),
        ]
