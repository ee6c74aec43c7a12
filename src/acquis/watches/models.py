"""Searches that are kept. What somebody looks for says much of their life: it is sealed, as what they write is."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import Cadence, Refusal, State


class WatchSet(models.QuerySet["Watch"]):
    def locked(self, watch_id: UUID) -> Watch:
        """The search, locked until the end of the transaction."""
        watch = self.select_for_update().filter(pk=watch_id).first()
        if watch is None:
            raise Refused(Refusal.WATCH_UNKNOWN)
        return watch


class Watch(models.Model):
    """A search that a holder keeps, and which trainings answered it so far."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    #: Name, address and question, as `sealing` writes them.
    content_sealed = SealedField()
    cadence = models.TextField()
    state = models.TextField(default=State.ACTIVE)
    #: Since when it is followed without a pause.
    kept_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    #: How often somebody was told.
    rounds = models.IntegerField(default=0)
    found = models.IntegerField(null=True)
    #: The trainings that answered at one look or another, those of the latest first.
    known = ArrayField(models.UUIDField(), default=list)
    news = ArrayField(models.UUIDField(), default=list)

    objects = WatchSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cadence__in=[c.value for c in Cadence]), name="watch_cadence_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="watch_state_is_known"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(looked_at__isnull=False), name="who_was_told_had_been_looked_for"
            ),
        ]
        indexes = [
            models.Index(fields=["account_id"], name="watches_of_account"),
            models.Index(fields=["cadence", "state", "id"], name="watches_to_look_at"),
        ]
