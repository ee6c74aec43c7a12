"""Requests for an aid that an agent of its funder decides: what was asked, what was said, and its documents, sealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import OPEN, SET_ASIDE, AidAct, AidSide, AidState, Refusal


class AidRequestSet(models.QuerySet["AidRequest"]):
    def locked(self, request_id: UUID) -> AidRequest:
        """The request, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=request_id).first()
        if row is None:
            raise Refused(Refusal.AID_UNKNOWN)
        return row

    def set_aside(self) -> AidRequestSet:
        """Those for which money is set aside."""
        return self.filter(state__in=[each.value for each in SET_ASIDE])


class AidRequest(models.Model):
    """One aid asked for one enrolment. Its id owns the ledger's account that holds what is set aside for it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    convention = models.ForeignKey("funders.Convention", on_delete=models.PROTECT, related_name="requests")
    funder = models.ForeignKey("funders.Funder", on_delete=models.PROTECT, related_name="requests")
    envelope_id = models.UUIDField()
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    enrolment_id = models.UUIDField()
    state = models.TextField(default=AidState.ASKED)
    asked_cents = models.BigIntegerField()
    granted_cents = models.BigIntegerField(null=True)
    #: What is set aside now, and in no purse.
    held_cents = models.BigIntegerField()
    #: The training, its price and who pays what, as the holder asked (`types.AskedCourse`).
    course = models.JSONField()
    public = models.TextField(default="")
    reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    #: The first moment that is late, for the answer or for the missing document; None once it is decided.
    due_at = models.DateTimeField(null=True)
    #: How many working days of the answer's delay are left, while a missing document suspends it.
    left_days = models.SmallIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    objects = AidRequestSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(AidState)), name="aid_state_is_known"),
            models.CheckConstraint(
                condition=Q(asked_cents__gt=0, held_cents__gte=0, held_cents__lte=F("asked_cents")),
                name="no_more_is_set_aside_than_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(granted_cents__isnull=True) | Q(granted_cents__gt=0, granted_cents__lte=F("asked_cents")),
                name="no_more_is_granted_than_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(SET_ASIDE)) | Q(held_cents=0), name="nothing_is_set_aside_for_nothing"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), due_at__isnull=False)
                | ~Q(state__in=sorted(OPEN)) & Q(due_at__isnull=True),
                name="an_open_request_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["enrolment_id"], condition=Q(state__in=sorted(OPEN)), name="one_aid_asked_at_a_time"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["funder", "state", "due_at"], name="aids_of_funder"),
            models.Index(fields=["enrolment_id"], name="aids_of_enrolment"),
            models.Index(fields=["envelope_id", "state"], name="aids_of_envelope"),
        ]

    def told(self) -> dict[str, Any]:
        """What every fact about a request tells."""
        return {
            "about": self.id,
            "account_id": self.account_id,
            "convention_id": self.convention_id,
            "funder_id": self.funder_id,
            "enrolment_id": self.enrolment_id,
            "state": self.state,
        }

    @property
    def due_on(self) -> date | None:
        """The last day of the present delay: the day before the first moment that is late."""
        return day_of(self.due_at) - timedelta(days=1) if self.due_at else None


class AidEntry(models.Model):
    """One thing said or done in a request; what was written is sealed, since people write about themselves."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, related_name="entries")
    act = models.TextField()
    side = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()
    words_sealed = SealedField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=sorted(AidAct)), name="aid_act_is_known"),
            models.CheckConstraint(condition=Q(side__in=sorted(AidSide)), name="aid_side_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["request", "at"], name="entries_of_aid")]


class AidDocument(models.Model):
    """A document of a request, sealed; `wanted` names which of those that the convention asks for."""

    id = models.UUIDField(primary_key=True, default=new_id)
    entry = models.ForeignKey(AidEntry, on_delete=models.PROTECT, related_name="documents")
    wanted = models.TextField(default="")
    #: People name a file after what is in it, or after somebody.
    name_sealed = SealedField()
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    #: True when a virus scanner has looked and found nothing; false where no scanner is set up.
    scanned = models.BooleanField(default=False)
    #: Some megabytes each: few are open at once.
    content_sealed = SealedField(at_once=4)
