"""Half-days planned and how plans changed; what was signed of each, person by person; what was declared beside it.

A half-day is its session's: many persons follow it. What is known of one person is a chain of entries, which are only
ever added, beneath one sheet, which holds the last digest. Tables that grow with people carry `account_id`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.clock import PARIS
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from . import chain
from .types import Act, Kind, Means, Mode, Planned, Presence, Refusal, State


class HalfDaySet(models.QuerySet["HalfDay"]):
    """The vocabulary of sets of half-days."""

    def locked(self, half_day_id: UUID) -> HalfDay:
        """The half-day, held until the transaction ends."""
        half_day = self.select_for_update().filter(pk=half_day_id).first()
        if half_day is None:
            raise Refused(Refusal.HALF_DAY_UNKNOWN)
        return half_day

    def standing(self) -> HalfDaySet:
        """Those that are to be followed, or were: not the cancelled ones."""
        return self.exclude(state=State.CANCELLED)


class HalfDay(models.Model):
    """A half-day of a session, as it is planned now."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider_id = models.UUIDField()
    session_id = models.UUIDField()
    #: The one enrolment it is for; everybody of the session when there is none.
    only_for = models.UUIDField(null=True)
    day = models.DateField()
    part = models.TextField()
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.IntegerField()
    mode = models.TextField()
    place = models.TextField(blank=True)
    steps = models.IntegerField(default=0)
    state = models.TextField(default=State.PLANNED)
    #: From what the rotating codes are derived.
    secret_sealed = SealedField()
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    objects = HalfDaySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session_id", "day", "part"],
                condition=Q(only_for__isnull=True) & ~Q(state=State.CANCELLED),
                name="one_half_day_for_all_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["only_for", "day", "part"],
                condition=Q(only_for__isnull=False) & ~Q(state=State.CANCELLED),
                name="one_half_day_for_one_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(State)), name="half_day_state_is_known"),
            models.CheckConstraint(condition=Q(mode__in=sorted(Mode)), name="half_day_mode_is_known"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts"), minutes__gt=0), name="half_day_lasts"),
            models.CheckConstraint(
                condition=Q(mode=Mode.REMOTE_ALONE, steps__gt=0) | (~Q(mode=Mode.REMOTE_ALONE) & Q(steps=0)),
                name="what_is_done_alone_has_steps",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["session_id", "day"], name="half_days_of_session"),
            models.Index(fields=["provider_id", "state", "day"], name="half_days_of_provider"),
        ]

    @property
    def plan(self) -> Planned:
        return Planned(
            day=self.day,
            starts=self.starts,
            ends=self.ends,
            mode=Mode(self.mode),
            place=self.place,
            steps=self.steps,
            only_for=self.only_for,
        )

    def write_plan(self, plan: Planned) -> None:
        """Put a plan in the columns; the row is not saved."""
        self.day, self.part, self.starts, self.ends = plan.day, plan.part, plan.starts, plan.ends
        self.minutes, self.mode, self.place, self.steps = plan.minutes, plan.mode, plan.place, plan.steps
        self.only_for = plan.only_for

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.starts, tzinfo=PARIS).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, self.ends, tzinfo=PARIS).astimezone(UTC)

    @property
    def line(self) -> str:
        """The plan as the chain writes it."""
        return chain.plan_line(
            day=self.day.isoformat(),
            starts=f"{self.starts:%H:%M}",
            ends=f"{self.ends:%H:%M}",
            mode=self.mode,
            place=self.place,
            steps=self.steps,
        )


class PlanChange(models.Model):
    """What a half-day was before its plan was changed or cancelled. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    half_day = models.ForeignKey(HalfDay, on_delete=models.PROTECT, related_name="plan_changes")
    act = models.TextField()
    #: The plan before, as `plans.written` writes it.
    before = models.JSONField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(act__in=sorted(Act)), name="plan_change_is_known")]


class Sheet(models.Model):
    """The record of one enrolment (feuille d'émargement): how many lines it has, and the digest of the last one."""

    enrolment_id = models.UUIDField(primary_key=True)
    account_id = models.UUIDField()
    provider_id = models.UUIDField()
    session_id = models.UUIDField()
    lines = models.IntegerField(default=0)
    head = models.CharField(max_length=64, default=chain.BEFORE_THE_FIRST)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account_id"], name="sheets_of_account")]

    def _do_update(self, base_qs: Any, *values: Any) -> Any:
        # Saving names the account too: on several nodes, a row is written where it lives.
        return super()._do_update(base_qs.filter(account_id=self.account_id), *values)


class Scan(models.Model):
    """A paper sheet, scanned and sealed: it shows the names and signatures of everybody who was there."""

    id = models.UUIDField(primary_key=True, default=new_id)
    half_day = models.ForeignKey(HalfDay, on_delete=models.PROTECT, related_name="scans")
    provider_id = models.UUIDField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=60)
    size = models.IntegerField()
    #: SHA-256 of what was sent.
    digest = models.CharField(max_length=64)
    scanned = models.BooleanField(default=False)
    by = models.TextField()
    at = models.DateTimeField()
    content_sealed = SealedField(at_once=4)


class Entry(models.Model):
    """One line of a person's record. Rows are only ever added; a correction is one more line."""

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment_id = models.UUIDField()
    account_id = models.UUIDField()
    rank = models.IntegerField()
    half_day_id = models.UUIDField()
    #: What was planned when the line was written.
    plan = models.TextField()
    kind = models.TextField()
    presence = models.TextField(blank=True)
    minutes = models.IntegerField(default=0)
    steps = models.IntegerField(default=0)
    means = models.TextField()
    late = models.BooleanField(default=False)
    by = models.TextField()
    #: The words of this line, if it has any, are in `EntryWords`: they can be sealed anew, a line never changes.
    words = models.CharField(max_length=64, blank=True)
    scan_id = models.UUIDField(null=True)
    scan = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment_id", "rank"], name="one_entry_per_rank"),
            models.CheckConstraint(condition=Q(kind__in=sorted(Kind)), name="entry_kind_is_known"),
            models.CheckConstraint(condition=Q(means__in=sorted(Means)), name="entry_means_are_known"),
            models.CheckConstraint(condition=Q(presence__in=["", *sorted(Presence)]), name="entry_presence_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=0, steps__gte=0), name="entry_is_not_negative"),
        ]
        indexes: ClassVar = [models.Index(fields=["half_day_id"], name="entries_of_half_day")]

    def expected_digest(self) -> str:
        """The digest that the words of this line make."""
        return chain.digest(
            enrolment_id=self.enrolment_id,
            rank=self.rank,
            half_day_id=self.half_day_id,
            plan=self.plan,
            kind=self.kind,
            presence=self.presence,
            minutes=self.minutes,
            steps=self.steps,
            means=self.means,
            late=self.late,
            by=self.by,
            words=self.words,
            scan=self.scan,
            at=self.at,
            previous=self.previous,
        )


class EntryWords(models.Model):
    """The motive of a correction, or the name of a trainer without an account, sealed, with its salt before it."""

    entry_id = models.UUIDField(primary_key=True)
    account_id = models.UUIDField()
    words_sealed = SealedField()

    def _do_update(self, base_qs: Any, *values: Any) -> Any:
        return super()._do_update(base_qs.filter(account_id=self.account_id), *values)


class CodeTry(models.Model):
    """A wrong code typed by somebody for a half-day; too many within some minutes and they wait."""

    id = models.BigAutoField(primary_key=True)
    half_day = models.ForeignKey(HalfDay, on_delete=models.CASCADE, related_name="tries")
    enrolment_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["half_day", "enrolment_id", "at"], name="tries_of_half_day")]


class TrainerLink(models.Model):
    """A link by which a trainer without an account signs one half-day, once, within a short time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    half_day = models.ForeignKey(HalfDay, on_delete=models.PROTECT, related_name="links")
    name_sealed = SealedField()
    #: SHA-256 of what the link holds: whoever reads the table cannot follow it.
    token = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class DeclaredRate(models.Model):
    """What a provider declared beside what the record then said. Rows are only ever added."""

    id = models.BigAutoField(primary_key=True)
    enrolment_id = models.UUIDField()
    account_id = models.UUIDField()
    provider_id = models.UUIDField()
    declared_percent = models.IntegerField()
    #: None when nothing was planned.
    record_percent = models.IntegerField(null=True)
    whole = models.BooleanField(default=False)
    #: The digest of the record's last line then.
    head = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["enrolment_id", "at"], name="declared_rates_of_enrolment"),
            models.Index(fields=["provider_id", "at"], name="declared_rates_of_provider"),
        ]
