"""What providers were told of offers about to leave the shelf."""

from __future__ import annotations

from django.db import models


class LeavingNotice(models.Model):
    """A provider was told that a training leaves the shelf: once for each delay and each last day."""

    training_id = models.UUIDField()
    provider_id = models.UUIDField()
    certification_code = models.CharField(max_length=12)
    last_day = models.DateField()
    days = models.SmallIntegerField(help_text="How long before: 90, 30 or 7.")
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training_id", "last_day", "days"], name="a_provider_is_told_once_a_delay")
        ]
        indexes = [models.Index(fields=["provider_id", "-told_at"], name="notices_of_a_provider")]
