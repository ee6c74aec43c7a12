"""A right that waits for a second person is declined by them, or taken back by whoever proposed it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import GrantProposal
from ..types import Act, GrantProposalState, Refusal


@act
def decline_grant(*, proposal_id: UUID, because: str, by: Actor, at: datetime) -> None:
    """`because` is read by the agent who proposed; it names nobody."""
    row = GrantProposal.objects.locked(proposal_id)

    permissions.DECLINE_GRANT.require(by, row)
    state = lifecycle.GRANT_PROPOSAL.require(Act.DECLINE_GRANT, GrantProposalState(row.state))
    if not because.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the refusal must succeed.
    row.state, row.decided_by, row.decided_at, row.reason = state, by.key, at, because.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])

    record(events.GrantDeclined(about=row.account_id, proposal_id=row.id), by=by, at=at)
