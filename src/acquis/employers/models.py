"""Companies, their establishments, to which of them agents are limited, and what was entrusted to whom."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import Refusal


class CompanySet(models.QuerySet["Company"]):
    def locked(self, company_id: UUID) -> Company:
        """The company, locked until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=company_id).first()
        if row is None:
            raise Refused(Refusal.COMPANY_UNKNOWN)
        return row


class Company(models.Model):
    """A company, by its SIREN. `name` is empty until its manager has given it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    siren = models.CharField(max_length=9, unique=True)
    name = models.TextField(blank=True)
    registered_at = models.DateTimeField()

    objects = CompanySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(siren__regex=r"^[0-9]{9}$"), name="a_siren_has_nine_digits"),
        ]


class Establishment(models.Model):
    """A place where a company employs, by its SIRET, which begins with the company's SIREN."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="establishments")
    siret = models.CharField(max_length=14, unique=True)
    name = models.TextField(blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    added_at = models.DateTimeField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(siret__regex=r"^[0-9]{14}$"), name="a_siret_has_fourteen_digits"),
        ]


class DelegationSet(models.QuerySet["Delegation"]):
    def in_force(self, on: date) -> DelegationSet:
        return self.filter(withdrawn_at=None, ends_on__gte=on)


class Delegation(models.Model):
    """What a company entrusted another one with, until when; kept once it is over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="given")
    delegate = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="received")
    #: Values of `kit.actor.Flow`.
    flows: models.JSONField[Any, Any] = models.JSONField()
    ends_on = models.DateField()
    given_at = models.DateTimeField()
    given_by = models.TextField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.TextField(default="")

    objects = DelegationSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(company=F("delegate")), name="nobody_delegates_to_themself"),
            models.CheckConstraint(condition=~Q(flows=[]), name="a_delegation_entrusts_something"),
        ]


class Scope(models.Model):
    """An establishment to which an agent is limited; an agent without any acts for all of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent_id = models.UUIDField()
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="scopes")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agent_id", "establishment"], name="one_scope_per_agent_and_establishment"),
        ]


class InterviewStatement(models.Model):
    """What a company stated of one employee's interviews at a review, and what the law made due by it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="statements")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="statements")
    person_id = models.UUIDField()
    reviewed_on = models.DateField()
    company_staff = models.IntegerField()
    years_present = models.IntegerField()
    interviews_held = models.IntegerField()
    training_followed = models.BooleanField()
    hired_in_period = models.BooleanField()
    agreement_on_rhythm = models.BooleanField()
    interviews_due = models.IntegerField()
    due_cents = models.BigIntegerField()
    due_by = models.DateField()
    #: What the Treasury asks when it stays unpaid after formal notice.
    unpaid_cents = models.BigIntegerField()
    #: Why nothing is due (`rules.types.Refusal`), empty when something is.
    refusal = models.TextField(default="")
    stated_at = models.DateTimeField()
    stated_by = models.TextField()
    paid_at = models.DateTimeField(null=True)
    paid_reference = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "person_id", "reviewed_on"], name="one_statement_per_review"),
            models.CheckConstraint(
                condition=Q(due_cents=0) & ~Q(refusal="") | Q(due_cents__gt=0, refusal=""),
                name="a_payment_is_due_or_there_is_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(due_cents__gt=0), name="only_what_was_due_is_paid"
            ),
        ]
