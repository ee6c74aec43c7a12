"""What providers offer: trainings, the actions that teach them, and the sessions of an action.

Identifiers are derived from the provider's SIRET and the provider's own numbers, so that the same file read twice
meets the same rows.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import models

from acquis.kit.ids import new_id

from ..types import CertificationFee, Door, Entry, Funding, Modality, OfferState, SessionState


def by_account_alone() -> list[dict[str, Any]]:
    """The doors of an action of which nothing else is said."""
    return [asdict(Door(funding=Funding.ACCOUNT))]


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
    action_kind = models.CharField(max_length=24, help_text="Empty when the account cannot pay for it.")
    course_kind = models.CharField(max_length=2, default="")
    general_objective = models.CharField(max_length=2, default="")
    category = models.CharField(max_length=8, default="", help_text="Field of a VAE support (3-digit Formacode).")
    url = models.TextField(default="")
    created_on = models.DateField(null=True)
    updated_on = models.DateField(null=True)
    level_in = models.SmallIntegerField(null=True, help_text="1 to 8; what one must have.")
    level_out = models.SmallIntegerField(null=True, help_text="1 to 8; what the provider says one reaches.")
    by_account = models.BooleanField(default=True, help_text="Whether an action of it is paid with the account.")
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
    certification_fee = models.CharField(max_length=8, default=CertificationFee.NOT_SAID)
    certification_fee_cents = models.BigIntegerField(null=True)
    hours_centre = models.IntegerField(default=0)
    hours_company = models.IntegerField(default=0)
    has_prerequisites = models.BooleanField(default=False)
    conditions = models.TextField(default="")
    accessibility = models.TextField(default="")
    admission = models.TextField(default="")
    language = models.CharField(max_length=2, default="FR")
    languages = models.JSONField(default=list, help_text="Codes of two letters, the main one first.")
    rhythms = models.JSONField(default=list)
    accessible = models.BooleanField(default=False, help_text="Disabled people are said to be able to come.")
    doors = models.JSONField(default=by_account_alone, help_text="Who pays and how one comes to it; `types.Door`.")
    pedagogy = models.TextField(default="")
    facts = models.JSONField(default=dict, help_text="What is shown but never asked: meals, lodging, admission codes…")
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
            models.CheckConstraint(
                condition=models.Q(certification_fee__in=list(CertificationFee)), name="certification_fee_is_known"
            ),
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
    places = models.IntegerField(null=True, help_text="How many may come; null when they are not counted.")
    places_taken = models.IntegerField(default=0)
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


class HeldPlace(models.Model):
    """A place of a session that somebody holds, from the provider's yes until the purchase ends without training.

    `reference` is the purchase's id: the same place is held once, and given back once.
    """

    reference = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="held")
    held_at = models.DateTimeField()
