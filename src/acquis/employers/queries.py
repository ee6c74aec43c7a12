"""What others may ask about companies; the answers are frozen rows.

What a company is called and its numbers are public facts, asked by id; its establishments are for who may see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from acquis.kit.actor import Actor

from . import permissions
from .models import Company, Establishment
from .types import CompanyCard, EstablishmentCard


def company(company_id: UUID) -> CompanyCard | None:
    row = Company.objects.filter(pk=company_id).first()
    return None if row is None else _company(row)


def companies(company_ids: Iterable[UUID]) -> dict[UUID, CompanyCard]:
    """Those of the ids that exist."""
    return {row.id: _company(row) for row in Company.objects.filter(pk__in=set(company_ids))}


def company_with_siren(siren: str) -> CompanyCard | None:
    row = Company.objects.filter(siren=siren).first()
    return None if row is None else _company(row)


def establishments_of(company_id: UUID, *, by: Actor) -> list[EstablishmentCard]:
    """The establishments of a company that `by` may see, those that are open first, by SIRET."""
    rows = permissions.READ.rows(by, Establishment.objects.filter(company_id=company_id)).order_by("siret")
    return sorted((_establishment(row) for row in rows), key=lambda each: each.closed_on is not None)


def _company(row: Company) -> CompanyCard:
    return CompanyCard(id=row.id, siren=row.siren, name=row.name, registered_at=row.registered_at)


def _establishment(row: Establishment) -> EstablishmentCard:
    return EstablishmentCard(
        id=row.id,
        company_id=row.company_id,
        siret=row.siret,
        name=row.name,
        postal_code=row.postal_code,
        closed_on=row.closed_on,
    )
