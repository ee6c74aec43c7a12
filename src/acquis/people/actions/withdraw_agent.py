"""Withdraw a professional: they are signed out at their next request, and may not come back unless enrolled anew."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Agent
from ..types import AgentKind, Refusal
from .enrol_agent import may_enrol

#: Who keeps the accesses of an organisation: one of them stays.
_KEEP = {
    AgentKind.PROVIDER: Role.PROVIDER_MANAGER,
    AgentKind.FUNDER: Role.FUNDER_MANAGER,
    AgentKind.EMPLOYER: Role.EMPLOYER_MANAGER,
}


@act
def withdraw_agent(*, agent_id: UUID, by: Actor, at: datetime) -> None:
    """Who may enrol somebody may withdraw them; an organisation keeps its last manager."""
    found = Agent.objects.filter(pk=agent_id, withdrawn_at=None).first()
    if found is None:
        raise Refused(Refusal.AGENT_UNKNOWN)
    # All of the organisation, in the order of their ids: two managers who withdraw each other wait here.
    fellows = Agent.objects.filter(organisation_id=found.organisation_id, kind=found.kind, withdrawn_at=None)
    locked = {each.id: each for each in fellows.select_for_update().order_by("id")}
    agent = locked.pop(agent_id, None)
    if agent is None:
        raise Refused(Refusal.AGENT_UNKNOWN)

    permissions.ENROL_AGENTS.require(by, agent)
    kind = AgentKind(agent.kind)
    if not may_enrol(by, kind, agent.organisation_id):
        raise Refused(Refusal.NOT_ALLOWED)
    keeps = _KEEP.get(kind)
    if keeps in agent.roles and not any(keeps in each.roles for each in locked.values()):
        raise Refused(Refusal.LAST_MANAGER)

    # After this point the withdrawal must succeed.
    agent.withdrawn_at = at
    agent.save(update_fields=["withdrawn_at"])

    record(events.AgentWithdrawn(about=agent.id, organisation_id=agent.organisation_id), by=by, at=at)
