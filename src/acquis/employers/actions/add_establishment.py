"""A manager adds an establishment of their company: a SIRET that begins with its SIREN."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Company, Establishment
from ..numbers import name_of, siret_of
from ..types import Refusal


@act
def add_establishment(
    *, company_id: UUID, siret: str, name: str = "", postal_code: str = "", by: Actor, at: datetime
) -> UUID:
    """The id of the establishment; refused when the company has it already."""
    company = Company.objects.locked(company_id)

    permissions.MANAGE.require(by, company)
    number, named, code = siret_of(siret), name_of(name), postal_code.strip()
    if not number.startswith(company.siren):
        raise Refused(Refusal.SIRET_OF_ANOTHER, siren=company.siren)
    if code and not re.fullmatch(r"[0-9]{5}", code):
        raise Refused(Refusal.POSTAL_CODE_MALFORMED)
    if Establishment.objects.filter(siret=number).exists():
        raise Refused(Refusal.ESTABLISHMENT_KNOWN)

    # After this point the establishment must stand.
    place = Establishment.objects.create(company=company, siret=number, name=named, postal_code=code, added_at=at)

    record(events.EstablishmentAdded(about=company.id, siret=number), by=by, at=at)
    return place.id
