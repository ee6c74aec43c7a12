"""A manager writes what their company is called; its SIREN always stands beside the name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Company
from ..numbers import name_of
from ..types import Refusal


@act
def name_company(*, company_id: UUID, name: str, by: Actor, at: datetime) -> None:
    company = Company.objects.locked(company_id)

    permissions.MANAGE.require(by, company)
    named = name_of(name)
    if not named:
        raise Refused(Refusal.NAME_MISSING)

    # After this point the name must stand.
    if company.name == named:
        return
    company.name = named
    company.save(update_fields=["name"])

    record(events.CompanyNamed(about=company.id), by=by, at=at)
