"""What an enrolment gave back to a joined account goes on to the account it leads to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, joining, permissions
from ..types import AccountState, Refusal


@act
def gather_joined(*, joined_id: UUID, joining_id: UUID, withheld_cents: int, by: Actor, at: datetime) -> int:
    """The cents that went on, 0 when nothing was free or the other account is closed.

    `withheld_cents` of yearly rights stay, as at first.
    """
    joined, kept = joining.locked(joined_id)

    permissions.JOIN.require_any(by)
    if kept is None:
        raise Refused(Refusal.NOT_JOINED)
    free = joining.free(joined, withheld_cents=withheld_cents)
    # Nothing arrives on a closed account: what came back waits where it is, for whoever it will turn out to be.
    if not free or kept.state == AccountState.CLOSED:
        return 0

    # After this point the gathering must succeed. What comes back was spent under the ceiling: it is not cut again.
    moves = [
        joining.Move(source=purse, target=joining.counterpart(purse, kept, by=by, at=at), amount_cents=amount)
        for purse, amount in free.items()
    ]
    moved = joining.move(moves, reference=joining.reference("gather", joining_id, at), by=by, at=at)

    told = events.Gathered(about=joined.id, account_id=joined.id, kept_id=kept.id, moved_cents=moved)
    record(told, by=by, at=at)
    return moved
