"""A professional comes from ProConnect: recognise them, answer their invitation, or say plainly that there is none.

A SIRET proves where somebody works, not what they may do there: the first manager of an organisation must be
certified as its head, unless the operator checked them by hand and enrolled them.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Agent, AgentIdentity
from ..types import AgentFacts, AgentKind, Refusal, VerifiedAgent

#: Whom the certified head of an organisation becomes there.
_MANAGES = {AgentKind.PROVIDER: Role.PROVIDER_MANAGER, AgentKind.EMPLOYER: Role.EMPLOYER_MANAGER}


@act
def sign_in_agent(
    *,
    identity: VerifiedAgent,
    organisation_id: UUID | None = None,
    kind: AgentKind = AgentKind.PROVIDER,
    by: Actor,
    at: datetime,
) -> AgentFacts:
    """Who signs in, for whom and in which roles.

    `organisation_id` is the training body, or the company (`kind`), known under the identity's SIRET; None when there
    is none.
    """
    known = (
        AgentIdentity.objects.filter(
            issuer=identity.issuer, sub=identity.sub, siret=identity.siret, agent__withdrawn_at=None
        )
        .select_related("agent")
        .first()
    )

    permissions.SIGN_IN.require_any(by)
    agent = known.agent if known else _invited(identity)
    if agent is None:
        agent = _first_manager(identity, organisation_id, kind, at)

    # After this point the sign-in must succeed.
    if agent._state.adding:
        agent.save(force_insert=True)
        told = events.AgentEnrolled(about=agent.id, organisation_id=organisation_id, roles=agent.roles)
        record(told, by=by, at=at)
    if known is None:
        AgentIdentity.objects.create(
            agent=agent, issuer=identity.issuer, sub=identity.sub, siret=identity.siret, attached_at=at
        )
        record(events.AgentAttached(about=agent.id, issuer=identity.issuer), by=by, at=at)

    record(events.AgentSignedIn(about=agent.id, acr=identity.acr), by=by, at=at)
    return AgentFacts(
        id=agent.id,
        kind=AgentKind(agent.kind),
        organisation_id=agent.organisation_id,
        roles=frozenset(agent.roles),
    )


def _invited(identity: VerifiedAgent) -> Agent | None:
    """The one enrolled agent of this SIRET and address whom nobody has answered for yet."""
    invited = Agent.objects.select_for_update(of=("self",)).filter(
        siret=identity.siret, email_key=identity.email.casefold(), withdrawn_at=None
    )
    waiting = [agent for agent in invited if not agent.identities.filter(issuer=identity.issuer).exists()]
    if len(waiting) > 1:
        raise Refused(Refusal.SEVERAL_INVITATIONS)
    return waiting[0] if waiting else None


def _first_manager(identity: VerifiedAgent, organisation_id: UUID | None, kind: AgentKind, at: datetime) -> Agent:
    """The certified head of an organisation that has no manager yet; refused to everybody else."""
    if organisation_id is None:
        raise Refused(Refusal.ORGANISATION_UNKNOWN)
    agents = Agent.objects.filter(organisation_id=organisation_id, withdrawn_at=None)
    if agents.filter(roles__contains=[_MANAGES[kind]]).exists():
        raise Refused(Refusal.NOT_ENROLLED)
    if not identity.certified_head:
        raise Refused(Refusal.FIRST_MANAGER_NEEDS_CERTIFICATION)
    return Agent(
        kind=kind,
        first_name=identity.first_name,
        last_name=identity.last_name,
        email=identity.email,
        email_key=identity.email.casefold(),
        siret=identity.siret,
        organisation_id=organisation_id,
        roles=[_MANAGES[kind]],
        enrolled_at=at,
    )
