"""A company becomes known here: its certified head comes for the first time, or the operator registers it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, permissions
from ..models import Company
from ..numbers import name_of, siren_of


@act
def register_company(*, siren: str, name: str = "", by: Actor, at: datetime) -> UUID:
    """The id of the company of this SIREN, which is registered when it was not; a known one keeps its name."""
    permissions.REGISTER.require_any(by)
    number, named = siren_of(siren), name_of(name)

    # After this point the registration must succeed.
    company, new = Company.objects.get_or_create(siren=number, defaults={"name": named, "registered_at": at})

    if new:
        record(events.CompanyRegistered(about=company.id), by=by, at=at)
    return company.id
