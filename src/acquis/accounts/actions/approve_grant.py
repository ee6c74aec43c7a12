"""A second person approves a right of more than one agent may write alone: it is written, as of that moment."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, proposing
from ..models import Account, GrantProposal
from ..types import Act, GrantGround, GrantProposalState, Refusal


@act
def approve_grant(*, proposal_id: UUID, by: Actor, at: datetime) -> None:
    row = GrantProposal.objects.locked(proposal_id)
    account = Account.objects.locked(row.account_id)

    permissions.APPROVE_GRANT.require(by, row)
    state = lifecycle.GRANT_PROPOSAL.require(Act.APPROVE_GRANT, GrantProposalState(row.state))
    if by.wrote(row.proposed_by):
        raise Refused(Refusal.SAME_PERSON)
    # What is approved is the sum that was shown: an account that received meanwhile may have room for less.
    if proposing.foresee(account, GrantGround(row.ground), row.facts, at=at) != row.amount_cents:
        raise Refused(Refusal.AMOUNT_CHANGED)

    # After this point the approval must succeed; what the act of the right refuses today undoes it whole.
    proposing.do(account, GrantGround(row.ground), row.facts, by=proposing.approved(row), at=at)
    row.state, row.decided_by, row.decided_at = state, by.key, at
    row.save(update_fields=["state", "decided_by", "decided_at"])

    record(events.GrantApproved(about=row.account_id, proposal_id=row.id), by=by, at=at)
