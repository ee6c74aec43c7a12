"""Hearings, what was said in them, and the files that go with it, sealed."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.enrolments.types import Party
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import Act, Finding, HearingKind, Refusal, State


class HearingSet(models.QuerySet["Hearing"]):
    def locked(self, hearing_id: UUID) -> Hearing:
        """The hearing, locked until the end of the transaction."""
        hearing = self.select_for_update().filter(pk=hearing_id).first()
        if hearing is None:
            raise Refused(Refusal.HEARING_UNKNOWN)
        return hearing

    def going_on(self) -> HearingSet:
        return self.filter(state__in=[State.OPEN.value, State.TAKEN.value])


class Hearing(models.Model):
    """One question about one enrolment: who asked, by when each speaks, and what was found."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    state = models.TextField(default=State.OPEN)
    enrolment_id = models.UUIDField()
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    provider_id = models.UUIDField()
    #: As people read them out, so that a list asks nobody else.
    number = models.CharField(max_length=11)
    title = models.TextField()
    control_id = models.UUIDField()
    opened_by = models.TextField()
    opened_at = models.DateTimeField()
    state_by_at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_by = models.TextField(blank=True)
    finding = models.TextField(null=True)
    decided_at = models.DateTimeField(null=True)
    #: What was found of the training, and what it gave to each, in cents.
    reason = models.TextField(blank=True)
    done = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    provider_cents = models.BigIntegerField(null=True)
    returned_cents = models.BigIntegerField(null=True)
    lapsed_cents = models.BigIntegerField(null=True)

    objects = HearingSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment_id", "kind"],
                condition=Q(state__in=[State.OPEN.value, State.TAKEN.value]),
                name="one_hearing_at_a_time_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=sorted(HearingKind)), name="hearing_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(State)), name="hearing_state_is_known"),
            models.CheckConstraint(condition=Q(opened_by__in=sorted(Party)), name="hearing_opener_is_known"),
            models.CheckConstraint(
                condition=~Q(state=State.DECIDED.value)
                | Q(finding__in=sorted(Finding), decided_at__isnull=False) & ~Q(taken_by=""),
                name="a_decision_has_a_finding_and_an_agent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at"], name="hearings_by_state"),
            models.Index(fields=["enrolment_id"], name="hearings_of_enrolment"),
            models.Index(fields=["provider_id", "state"], name="hearings_of_provider"),
        ]

    def told(self) -> dict[str, Any]:
        """What every fact about a hearing tells."""
        return {
            "about": self.id,
            "account_id": self.account_id,
            "enrolment_id": self.enrolment_id,
            "provider_id": self.provider_id,
            "hearing_kind": self.kind,
        }


class Entry(models.Model):
    """One thing said or done in a hearing; what was written is sealed, since people write about themselves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="entries")
    act = models.TextField()
    party = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    words_sealed = SealedField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=sorted(Act)), name="hearing_act_is_known"),
            models.CheckConstraint(condition=Q(party__in=sorted(Party)), name="hearing_party_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["hearing", "at"], name="entries_of_hearing")]


class Exhibit(models.Model):
    """A file that a side attached to what it said, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="exhibits")
    #: People name a file after what is in it, or after somebody.
    name_sealed = SealedField()
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    #: True when a virus scanner has looked and found nothing; false where no scanner is set up.
    scanned = models.BooleanField(default=False)
    #: Some megabytes each: few are open at once.
    content_sealed = SealedField(at_once=4)
