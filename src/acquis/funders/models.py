"""Funders, their conventions in versions, what came into their envelopes, and what each promised to whom."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .asking_models import AidDocument as AidDocument
from .asking_models import AidEntry as AidEntry
from .asking_models import AidRequest as AidRequest
from .types import WITH_ENVELOPE, ConventionState, FunderKind, Funding, PromiseState, Refusal, Unspent

_LIVING = [ConventionState.DRAFT.value, ConventionState.SUBMITTED.value]


class Funder(models.Model):
    """Who may complete purchases: a region, a skills operator, the employment service, the State, Agefiph."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.TextField()
    name = models.TextField()
    siret = models.CharField(max_length=14, unique=True)
    region = models.CharField(max_length=2, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=sorted(FunderKind)), name="funder_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(kind=FunderKind.REGION.value) | ~Q(region=""), name="a_region_says_which"
            ),
        ]


class ConventionSet(models.QuerySet["Convention"]):
    def locked(self, convention_id: UUID) -> Convention:
        """The version, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=convention_id).first()
        if row is None:
            raise Refused(Refusal.CONVENTION_UNKNOWN)
        return row


class Convention(models.Model):
    """A version of a convention between a funder and the operator. All versions of one share number and envelope."""

    id = models.UUIDField(primary_key=True, default=new_id)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="conventions")
    number = models.TextField()
    version = models.SmallIntegerField(default=1)
    state = models.TextField(default=ConventionState.DRAFT)
    #: Who, for what, how much (`types.Terms`).
    terms = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    budget_cents = models.BigIntegerField()
    funding = models.TextField()
    unspent = models.TextField()
    #: The owner of the envelope's accounts in the ledger.
    envelope_id = models.UUIDField(default=new_id)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    drafted_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.TextField(default="")
    #: Why it was last sent back, suspended or ended.
    reason = models.TextField(default="")

    objects = ConventionSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(ConventionState)), name="convention_state_is_known"),
            models.CheckConstraint(condition=Q(funding__in=sorted(Funding)), name="convention_funding_is_known"),
            models.CheckConstraint(condition=Q(unspent__in=sorted(Unspent)), name="convention_unspent_is_known"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_convention_goes_forward"),
            models.CheckConstraint(condition=Q(budget_cents__gt=0), name="a_convention_has_a_budget"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(WITH_ENVELOPE)) | ~Q(approved_by=F("submitted_by")),
                name="a_convention_has_four_eyes",
            ),
            models.UniqueConstraint(fields=["number", "version"], name="one_version_of_a_convention"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(state__in=_LIVING), name="one_version_in_preparation"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(state__in=[ConventionState.IN_FORCE.value, ConventionState.SUSPENDED.value]),
                name="one_version_that_stands",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["funder", "-drafted_at"], name="conventions_of_funder")]


class Revision(models.Model):
    """One row, whose number grows when any convention changes: processes know by it that theirs are old."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="one_revision_only")]


class Provision(models.Model):
    """Money that came into an envelope, by its reference, or that went back to its funder (negative)."""

    reference = models.TextField(primary_key=True)
    envelope_id = models.UUIDField()
    amount_cents = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(amount_cents=0), name="a_provision_moves_money")]
        indexes: ClassVar = [models.Index(fields=["envelope_id", "at"], name="provisions_of_envelope")]


class Promise(models.Model):
    """What a convention promised for one enrolment, and why; its id is that of the purse that holds it."""

    id = models.UUIDField(primary_key=True)
    convention = models.ForeignKey(Convention, on_delete=models.PROTECT, related_name="promises")
    envelope_id = models.UUIDField()
    account_id = models.UUIDField()
    enrolment_id = models.UUIDField()
    #: The request by which an agent granted it, whose money was set aside.
    request = models.ForeignKey(AidRequest, on_delete=models.PROTECT, null=True, related_name="promises")
    state = models.TextField(default=PromiseState.PROMISED)
    amount_cents = models.BigIntegerField()
    returned_cents = models.BigIntegerField(default=0)
    #: The public by which the holder was taken, and every reason (`written.plain_reasons`).
    public = models.TextField(default="")
    reasons = models.JSONField(default=list)
    promised_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(PromiseState)), name="promise_state_is_known"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, returned_cents__gte=0, returned_cents__lte=F("amount_cents")),
                name="no_more_comes_back_than_was_promised",
            ),
            models.CheckConstraint(
                condition=Q(state=PromiseState.RETURNED.value, returned_cents=F("amount_cents"))
                | ~Q(state=PromiseState.RETURNED.value) & Q(returned_cents__lt=F("amount_cents")),
                name="a_promise_is_given_back_when_all_of_it_is",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["envelope_id", "promised_at"], name="promises_of_envelope"),
            models.Index(fields=["account_id", "envelope_id"], name="promises_to_account"),
            models.Index(fields=["enrolment_id"], name="promises_for_enrolment"),
        ]
