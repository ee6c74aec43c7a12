"""Offers before they are published, what a person has looked at, and every change that was ever made."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from ..types import ChangeKind, DraftState, Refusal

LIVE = (DraftState.DRAFT, DraftState.SUBMITTED, DraftState.CHANGES_ASKED)


class DraftSet(models.QuerySet["OfferDraft"]):
    def locked(self, draft_id: UUID) -> OfferDraft:
        """The draft, locked until the end of the transaction."""
        draft = self.select_for_update().filter(pk=draft_id).first()
        if draft is None:
            raise Refused(Refusal.DRAFT_UNKNOWN)
        return draft


class OfferDraft(models.Model):
    """What a provider wants to publish as a training: its whole content, and what is to be looked at in it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider_id = models.UUIDField()
    #: The training it is or will be: its id is made from the provider's SIRET and `number`.
    training_id = models.UUIDField()
    number = models.TextField()
    content = models.JSONField()
    state = models.CharField(max_length=16, default=DraftState.DRAFT)
    #: Grows with each writing, so that two who write at once see each other.
    revision = models.IntegerField(default=1)
    signals = models.JSONField(default=list)
    by_hand = models.BooleanField()
    reply = models.TextField(default="")
    words = models.TextField(default="")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    objects = DraftSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(DraftState)), name="draft_state_is_known"),
            models.UniqueConstraint(
                fields=["training_id"], condition=Q(state__in=list(LIVE)), name="one_draft_of_a_training_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="drafts_waiting"),
            models.Index(fields=["provider_id", "-changed_at"], name="drafts_of_a_provider"),
        ]


class LookedAt(models.Model):
    """A signal with which a person published a training: the same on the same words waits for nobody again."""

    training_id = models.UUIDField()
    fingerprint = models.CharField(max_length=32)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training_id", "fingerprint"], name="a_signal_is_looked_at_once")
        ]


class OfferChange(models.Model):
    """One line of the history of a training. Rows are only ever added: the database refuses anything else."""

    training_id = models.UUIDField()
    provider_id = models.UUIDField()
    at = models.DateTimeField()
    by = models.TextField()
    kind = models.CharField(max_length=24)
    changes = models.JSONField(default=list, help_text="[where, before, after] of each value.")
    words = models.TextField(default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(ChangeKind)), name="change_kind_is_known")]
        indexes = [models.Index(fields=["training_id", "-id"], name="history_of_a_training")]
