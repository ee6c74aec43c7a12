"""Enrol a professional: from now on ProConnect may vouch for them, and they may sign in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import EMPLOYER, FUNDER, PROVIDER, STAFF, STATE, Actor, Role
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Agent
from ..types import AgentKind, Refusal

#: The roles one may have, by whom one acts for.
_ROLES = {
    AgentKind.PROVIDER: PROVIDER,
    AgentKind.STAFF: STAFF,
    AgentKind.STATE: STATE,
    AgentKind.FUNDER: FUNDER,
    AgentKind.EMPLOYER: EMPLOYER,
}


@act
def enrol_agent(
    *,
    kind: AgentKind,
    first_name: str,
    last_name: str,
    email: str,
    siret: str,
    organisation_id: UUID | None,
    roles: Collection[Role],
    agent_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """The id of the enrolled agent, recognised at their first sign-in by SIRET and e-mail address.

    A manager enrols for their own organisation; the operator's agents enrol for any training body, funder or company;
    only the system enrols the operator's agents and the State's officers.
    """
    permissions.ENROL_AGENTS.require_any(by)
    if not may_enrol(by, kind, organisation_id):
        raise Refused(Refusal.NOT_ALLOWED)
    if not roles or not set(roles) <= _ROLES[kind]:
        raise Refused(Refusal.AGENT_ROLES)
    if Agent.objects.filter(siret=siret, email_key=email.casefold(), withdrawn_at=None).exists():
        raise Refused(Refusal.AGENT_ALREADY_ENROLLED)

    # After this point the enrolment must succeed.
    agent = Agent(
        kind=kind,
        first_name=first_name,
        last_name=last_name,
        email=email,
        email_key=email.casefold(),
        siret=siret,
        organisation_id=organisation_id,
        roles=sorted(roles),
        enrolled_at=at,
    )
    if agent_id is not None:
        agent.id = agent_id
    agent.save(force_insert=True)

    told = events.AgentEnrolled(about=agent.id, organisation_id=organisation_id, roles=agent.roles)
    record(told, by=by, at=at)
    return agent.id


def may_enrol(by: Actor, kind: AgentKind, organisation_id: UUID | None) -> bool:
    """Whether `by` decides who acts for this organisation."""
    if by.has(Role.SYSTEM):
        return True
    homes = {AgentKind.PROVIDER: by.provider_id, AgentKind.FUNDER: by.funder_id, AgentKind.EMPLOYER: by.employer_id}
    if kind not in homes:
        return False
    own = homes[kind]
    return by.has(Role.STAFF_AGENT) or (organisation_id is not None and own == organisation_id)
