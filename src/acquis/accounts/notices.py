"""Deaths that were told and wait: of whom, an agent or the register will say. What identifies them is in `people`."""

from __future__ import annotations

from django.db import models


class DeathNotice(models.Model):
    """A death told by civil identity. `doubt_id` is the doubtful identity, in `people`, with those it may be."""

    doubt_id = models.UUIDField(primary_key=True)
    died_on = models.DateField()
    received_at = models.DateTimeField()
    #: When the register was last asked about the one it may be.
    asked_at = models.DateTimeField(null=True)
    #: The account that was frozen while nobody could say; it is freed when the death was somebody else's.
    frozen_account_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], condition=models.Q(answered_at=None), name="deaths_waiting"),
        ]
