"""Stops of bodies, what each does to every enrolment, and the proofs that go with it, sealed."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.attendance.types import Unit
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .types import LineState, Refusal, StopState, Way


class StopSet(models.QuerySet["Stop"]):
    def locked(self, stop_id: UUID) -> Stop:
        """The stop, locked until the end of the transaction."""
        stop = self.select_for_update().filter(pk=stop_id).first()
        if stop is None:
            raise Refused(Refusal.UNKNOWN)
        return stop


class Stop(models.Model):
    """A body that stopped on a day; `continued`: a suite is offered to its holders."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider_id = models.UUIDField()
    state = models.TextField(default=StopState.PREPARED)
    stopped_on = models.DateField()
    continued = models.BooleanField()
    #: What the agent wrote of it: a judgement, a visit; it may name somebody.
    words_sealed = SealedField()
    prepared_at = models.DateTimeField()
    prepared_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    finished_at = models.DateTimeField(null=True)

    objects = StopSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(StopState)), name="stop_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=StopState.DISCARDED.value) | ~Q(decided_by=F("prepared_by")),
                name="a_stop_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state=StopState.DONE.value, finished_at__isnull=False)
                | ~Q(state=StopState.DONE.value) & Q(finished_at__isnull=True),
                name="a_stop_that_is_done_says_when",
            ),
            models.UniqueConstraint(
                fields=["provider_id"],
                condition=Q(state__in=[StopState.PREPARED.value, StopState.RUNNING.value]),
                name="one_stop_of_a_body_at_a_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-prepared_at"], name="stops_newest_first")]


class StopLineSet(models.QuerySet["Line"]):
    def waiting(self) -> StopLineSet:
        """Those whose turn has not come."""
        return self.filter(state=LineState.WAITING)


class Line(models.Model):
    """What a stop does to one enrolment: reckoned when it is prepared, done once, never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id)
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="lines")
    enrolment_id = models.UUIDField()
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    number = models.CharField(max_length=11)
    title = models.TextField()
    was = models.TextField()
    way = models.TextField()
    state = models.TextField()
    until = models.DateField(null=True)
    done = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    unit = models.TextField(default="")
    price_cents = models.BigIntegerField()
    provider_cents = models.BigIntegerField(default=0)
    returned_cents = models.BigIntegerField(default=0)
    lapsed_cents = models.BigIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    objects = StopLineSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stop", "enrolment_id"], name="an_enrolment_is_once_in_a_stop"),
            models.CheckConstraint(condition=Q(way__in=sorted(Way)), name="way_of_a_stop_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(LineState)), name="line_of_a_stop_is_known"),
            models.CheckConstraint(
                condition=Q(
                    way=Way.COUNTED.value,
                    until__isnull=False,
                    done__isnull=False,
                    total__isnull=False,
                    unit__in=sorted(Unit),
                    price_cents=F("provider_cents") + F("returned_cents") + F("lapsed_cents"),
                )
                | ~Q(way=Way.COUNTED.value) & Q(provider_cents=0, lapsed_cents=0),
                name="what_a_stop_gives_makes_the_price",
            ),
            models.CheckConstraint(
                condition=Q(state=LineState.ENDED.value, done_at__isnull=False)
                | ~Q(state=LineState.ENDED.value) & Q(done_at__isnull=True),
                name="an_ended_line_says_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stop", "state", "number"], name="lines_of_stop")]


class Exhibit(models.Model):
    """A file that proves a stop, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="exhibits")
    name_sealed = SealedField()
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    scanned = models.BooleanField(default=False)
    #: Some megabytes each: few are open at once.
    content_sealed = SealedField(at_once=4)
