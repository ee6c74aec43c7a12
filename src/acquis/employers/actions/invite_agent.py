"""A manager invites somebody to act for their company, for all of it or for some establishments."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.people import actions as people
from acquis.people.types import AgentKind

from .. import permissions
from ..models import Company, Establishment, Scope
from ..types import Refusal


@act
def invite_agent(
    *,
    company_id: UUID,
    first_name: str,
    last_name: str,
    email: str,
    siret: str,
    role: Role,
    establishments: Collection[UUID] = (),
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the agent, recognised at their first sign-in by `siret` and address; no `establishments`: all of them.

    Who manages a company manages all of it.
    """
    company = Company.objects.locked(company_id)

    permissions.MANAGE.require(by, company)
    places = set(Establishment.objects.filter(company=company).values_list("id", flat=True))
    if not Establishment.objects.filter(company=company, siret=siret, closed_on=None).exists():
        raise Refused(Refusal.ESTABLISHMENT_UNKNOWN)
    if not set(establishments) <= places:
        raise Refused(Refusal.ESTABLISHMENT_UNKNOWN)
    if establishments and role is Role.EMPLOYER_MANAGER:
        raise Refused(Refusal.MANAGER_LIMITED)
    if not first_name.strip() or not last_name.strip():
        raise Refused(Refusal.NAME_MISSING)
    if "@" not in email.strip()[1:-1]:
        raise Refused(Refusal.EMAIL_MALFORMED)

    # After this point the invitation must succeed, but that `people` may refuse somebody who is there already.
    agent_id = people.enrol_agent(
        kind=AgentKind.EMPLOYER,
        first_name=first_name.strip(),
        last_name=last_name.strip(),
        email=email.strip(),
        siret=siret,
        organisation_id=company_id,
        roles=[role],
        by=by,
        at=at,
    )
    Scope.objects.bulk_create(Scope(agent_id=agent_id, establishment_id=each) for each in sorted(establishments))
    return agent_id
