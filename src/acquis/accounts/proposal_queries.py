"""What others may ask about rights that wait for a second person; part of `queries`."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from acquis.kit.actor import Actor

from . import granting, permissions
from .models import GrantProposal, TopUp
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


def needs_a_second_person(cents: int) -> bool:
    """Whether a sum is more than one agent may write alone."""
    return not granting.is_within_reach(cents)


def payments_given(references: Iterable[str]) -> set[str]:
    """Those of these references under which a payment was received, wherever it is now."""
    asked = list(references)
    return {
        *TopUp.objects.filter(pk__in=asked).values_list("reference", flat=True),
        *TopUp.objects.filter(origin__in=asked).values_list("origin", flat=True),
    }


def payments_proposed(references: Iterable[str]) -> dict[str, GrantProposalState]:
    """{reference: state of its last proposal} of those of these references that were ever proposed."""
    rows = GrantProposal.objects.filter(reference__in=list(references)).order_by("proposed_at", "id")
    return {row.reference: GrantProposalState(row.state) for row in rows}


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
