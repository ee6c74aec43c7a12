"""A joined account is one of its own again: what had gone from it comes back, as far as it is still there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, joining, lifecycle, permissions
from ..types import APART, AccountState, Act, Refusal


@act
def part_accounts(*, joined_id: UUID, joining_id: UUID, by: Actor, at: datetime) -> tuple[int, int]:
    """(returned, shortfall) in cents: what came back, and what was spent meanwhile and cannot.

    The years of the kept account are again those of its own facts, as far as they are known here; whoever knows what
    was declared while the two were one credits it to each (`credit_years`).
    """
    joined, kept = joining.locked(joined_id)

    permissions.JOIN.require_any(by)
    if kept is None:
        raise Refused(Refusal.NOT_JOINED)
    state = lifecycle.ACCOUNT.require(Act.PART, AccountState(joined.state))
    lifecycle.ACCOUNT.require(Act.JOIN, AccountState(kept.state))
    there = joining.free(kept)

    # After this point the parting must succeed.
    moves, shortfall = [], 0
    for purse in joined.purses.order_by("id"):
        owed = joining.passed(purse.id, joining_id=joining_id)
        if owed <= 0:
            continue
        source = joining.counterpart(purse, kept, by=by, at=at)
        back = min(owed, there.get(source, 0))
        if purse.kind not in APART:
            shortfall += owed - back
        if back > 0:
            moves.append(joining.Move(source=source, target=purse, amount_cents=back))
    returned = joining.move(moves, reference=joining.reference("part", joining_id), by=by, at=at)
    joined.state, joined.joined_to = state, None
    joined.partings += 1
    joined.open_again_at = at
    joined.save(update_fields=["state", "joined_to", "partings", "open_again_at"])
    kept.partings += 1
    kept.save(update_fields=["partings"])
    joining.years_apart(kept, at=at).write(by=by, at=at)

    told = events.Parted(
        about=joined.id, account_id=joined.id, kept_id=kept.id, returned_cents=returned, shortfall_cents=shortfall
    )
    record(told, by=by, at=at)
    return returned, shortfall
