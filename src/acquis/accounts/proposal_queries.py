"""What others may ask about rights that wait for a second person; part of `queries`."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor

from . import permissions
from .models import GrantProposal
from .types import GrantGround, GrantProposalCard, GrantProposalState


def grant_proposals(*, by: Actor, waiting: bool, limit: int = 200) -> list[GrantProposalCard]:
    """Those that wait, the oldest first; or those decided, the latest first."""
    rows = permissions.READ_PROPOSAL.rows(by, GrantProposal.objects.all())
    if waiting:
        rows = rows.filter(state=GrantProposalState.PROPOSED).order_by("proposed_at", "id")
    else:
        rows = rows.exclude(state=GrantProposalState.PROPOSED).order_by("-decided_at", "-id")
    return [_card(row) for row in rows[:limit]]


def grant_proposal(proposal_id: UUID, *, by: Actor) -> GrantProposalCard | None:
    """One of them; None when there is none that `by` may see."""
    row = permissions.READ_PROPOSAL.rows(by, GrantProposal.objects.filter(pk=proposal_id)).first()
    return None if row is None else _card(row)


def _card(row: GrantProposal) -> GrantProposalCard:
    return GrantProposalCard(
        id=row.id,
        account_id=row.account_id,
        ground=GrantGround(row.ground),
        state=GrantProposalState(row.state),
        facts=row.facts,
        amount_cents=row.amount_cents,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
