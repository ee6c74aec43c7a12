"""Companies and their establishments."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

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
