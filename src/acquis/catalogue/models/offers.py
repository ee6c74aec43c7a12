"""What providers offer: trainings, the actions that teach them, and the sessions of an action.

Identifiers are derived from the provider's SIRET and the provider's own numbers, so that the same file read twice
meets the same rows.
"""

from __future__ import annotations

from django.db import models

from acquis.kit.ids import new_id

from ..types import Entry, Modality, OfferState, SessionState


class Training(models.Model):
    """A training that leads to a certification. Long texts are sanitised HTML."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider_id = models.UUIDField()
    number = models.TextField()
    title = models.TextField()
    objective = models.TextField(default="")
    expected_results = models.TextField(default="")
    content = models.TextField(default="")
    summary = models.TextField(default="")
    certification_code = models.CharField(max_length=12)
    blocks = models.JSONField(default=list)
    action_kind = models.CharField(max_length=24)
    course_kind = models.CharField(max_length=2, default="")
    general_objective = models.CharField(max_length=2, default="")
    category = models.CharField(max_length=8, default="", help_text="Field of a VAE support (3-digit Formacode).")
    url = models.TextField(default="")
    created_on = models.DateField(null=True)
    updated_on = models.DateField(null=True)
    state = models.CharField(max_length=12, default=OfferState.PUBLISHED)
    held_because = models.CharField(max_length=48, default="")
    content_hash = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider_id", "number"], name="one_training_per_number"),
            models.CheckConstraint(condition=models.Q(state__in=list(OfferState)), name="training_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["certification_code"], name="trainings_of_a_certification"),
            models.Index(fields=["state", "changed_at"], name="trainings_changed"),
        ]


class TrainingAction(models.Model):
    """One way of following a training: where, how long, at what price."""

    id = models.UUIDField(primary_key=True, default=new_id)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="actions")
    number = models.TextField()
    modality = models.CharField(max_length=8)
    entry = models.CharField(max_length=10)
    price_cents = models.BigIntegerField(help_text="All taxes included.")
    price_without_vat_cents = models.BigIntegerField(null=True)
    vat_rate_permille = models.SmallIntegerField(null=True)
    extra_fees_cents = models.BigIntegerField(default=0, help_text="Fees the account does not pay for.")
    hours_centre = models.IntegerField(default=0)
    hours_company = models.IntegerField(default=0)
    has_prerequisites = models.BooleanField(default=False)
    conditions = models.TextField(default="")
    accessibility = models.TextField(default="")
    admission = models.TextField(default="")
    language = models.CharField(max_length=2, default="FR")
    pedagogy = models.TextField(default="")
    facts = models.JSONField(default=dict, help_text="What is shown but never asked: rhythm, meals, admission codes…")
    address = models.JSONField(default=list, help_text="Lines of the address, without postal code and town.")
    postal_code = models.CharField(max_length=5, default="")
    town = models.TextField(default="")
    town_insee = models.CharField(max_length=5, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    url = models.TextField(default="")
    phone = models.CharField(max_length=25, default="")
    email = models.CharField(max_length=160, default="")
    state = models.CharField(max_length=12, default=OfferState.PUBLISHED)
    content_hash = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["training", "number"], name="one_action_per_number"),
            models.CheckConstraint(condition=models.Q(modality__in=list(Modality)), name="modality_is_known"),
            models.CheckConstraint(condition=models.Q(entry__in=list(Entry)), name="entry_is_known"),
            models.CheckConstraint(condition=models.Q(price_cents__gte=0), name="price_is_not_negative"),
            models.CheckConstraint(condition=models.Q(state__in=list(OfferState)), name="action_state_is_known"),
        ]
        indexes = [models.Index(fields=["town_insee"], name="actions_in_a_town")]


class Session(models.Model):
    """The dates of an action; without dates when one may enter at any time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    action = models.ForeignKey(TrainingAction, on_delete=models.PROTECT, related_name="sessions")
    number = models.TextField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=8, default=SessionState.OPEN)
    guaranteed = models.BooleanField(default=False)
    notes = models.TextField(default="")
    content_hash = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="one_session_per_number"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="session_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(SessionState)), name="session_state_is_known"),
        ]
        indexes = [models.Index(fields=["starts_on"], name="sessions_by_start")]
