"""For whom a professional comes: the training body of their SIRET, else the company of its SIREN.

A company nobody has registered is registered when its certified head comes, unless the establishment is somebody
else's here: a funder's, the State's, the operator's.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.employers import actions as employers
from acquis.employers.queries import company_with_siren
from acquis.funders.queries import is_funder
from acquis.kit.actor import Actor
from acquis.people.queries import others_work_at
from acquis.people.types import AgentKind, VerifiedAgent
from acquis.providers.queries import by_siret


def organisation_of(identity: VerifiedAgent, *, by: Actor, at: datetime) -> tuple[UUID | None, AgentKind]:
    """Its id and kind; no id when nobody of this establishment may become the first of an organisation."""
    if body := by_siret(identity.siret):
        return body.id, AgentKind.PROVIDER
    if others_work_at(identity.siret) or is_funder(identity.siret):
        return None, AgentKind.PROVIDER
    siren = identity.siret[:9]
    company = company_with_siren(siren)
    if company is not None:
        return company.id, AgentKind.EMPLOYER
    if not identity.certified_head:
        return None, AgentKind.EMPLOYER
    company_id = employers.register_company(siren=siren, by=by, at=at)
    employers.add_establishment(company_id=company_id, siret=identity.siret, by=by, at=at)
    return company_id, AgentKind.EMPLOYER
