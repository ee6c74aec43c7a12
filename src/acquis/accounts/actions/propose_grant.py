"""An agent proposes a right of more than one agent may write alone; a second person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import events, granting, permissions, proposing
from ..models import Account, GrantProposal
from ..types import GrantGround, GrantProposalState, Refusal


@act
def propose_grant(*, account_id: UUID, ground: GrantGround, facts: Mapping[str, Any], by: Actor, at: datetime) -> UUID:
    """The proposal. `facts` are what the act of this ground takes (`proposing`), its `reference` among them.

    The act is tried and taken back, so that whatever it would refuse is refused now. The same proposal twice is one.
    """
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if ground not in proposing.PROPOSABLE:
        raise Refused(Refusal.NEEDS_NO_SECOND)
    plain, reference = granting.plain(facts), str(facts["reference"])
    waiting = account.grant_proposals.filter(reference=reference, state=GrantProposalState.PROPOSED).first()
    if waiting is not None:
        if (waiting.ground, waiting.facts) != (ground.value, plain):
            raise Refused(Refusal.REFERENCE_REUSED)
        return waiting.id
    amount = proposing.foresee(account, ground, facts, at=at)
    if not by.has(Role.SYSTEM) and granting.is_within_reach(amount):
        raise Refused(Refusal.NEEDS_NO_SECOND)

    # After this point the proposal must succeed.
    proposal = GrantProposal.objects.create(
        account=account,
        ground=ground.value,
        facts=plain,
        reference=reference,
        amount_cents=amount,
        proposed_by=by.key,
        proposed_at=at,
    )

    record(
        events.GrantProposed(about=account.id, proposal_id=proposal.id, ground=ground.value, amount_cents=amount),
        by=by,
        at=at,
    )
    return proposal.id
