"""What may turn an enrolment: a personal offer, a control, other dates."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.people.sealed import SealedField

from ..types import ControlMotive, Party, ReschedulingState
from .enrolment import Enrolment


class Personalisation(models.Model):
    """What a provider proposed to one holder otherwise than its offer, and why. Rows are only ever added."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, primary_key=True, related_name="personal")
    account_id = models.UUIDField()
    offered_price_cents = models.BigIntegerField()
    price_cents = models.BigIntegerField()
    offered_hours = models.IntegerField()
    hours = models.IntegerField()
    offered_starts_on = models.DateField()
    starts_on = models.DateField()
    offered_ends_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    content = models.TextField(blank=True)
    reason = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_personal_offer_says_why"),
            models.CheckConstraint(condition=Q(price_cents__gt=0), name="a_personal_price_is_positive"),
        ]


class Control(models.Model):
    """From when to when an enrolment is under control, and why. Several may be open: each waits for its own answer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="controls")
    account_id = models.UUIDField()
    motive = models.TextField()
    #: What the agent wrote for both sides; sealed, since it may be about a person.
    words_sealed = SealedField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.TextField()
    released_at = models.DateTimeField(null=True)
    released_by = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "motive"],
                condition=Q(released_at__isnull=True),
                name="one_open_control_per_motive",
            ),
            models.CheckConstraint(condition=Q(motive__in=sorted(ControlMotive)), name="control_motive_is_known"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="who_released_a_control_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["released_at", "opened_at"], name="controls_open")]


class Rescheduling(models.Model):
    """Other dates that one side proposed to the other; kept whatever the answer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reschedulings")
    account_id = models.UUIDField()
    proposed_by = models.TextField()
    state = models.TextField(default=ReschedulingState.PROPOSED)
    from_session_id = models.UUIDField()
    from_starts_on = models.DateField()
    from_ends_on = models.DateField(null=True)
    session_id = models.UUIDField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    words_sealed = SealedField(null=True)
    proposed_at = models.DateTimeField()
    by = models.TextField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state=ReschedulingState.PROPOSED),
                name="one_rescheduling_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ReschedulingState)), name="rescheduling_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__in=[Party.HOLDER.value, Party.PROVIDER.value]),
                name="a_rescheduling_is_proposed_by_a_side",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="proposed_dates_are_in_order",
            ),
        ]
