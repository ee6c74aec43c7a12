"""A second agent agrees that a split was wrong: what still stands of it goes back to the first account, or nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.declarations import queries as declarations
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import actions as people

from .. import events, lifecycle, permissions, splitting
from ..models import Split
from ..types import Act, Refusal, SplitState


@act
def approve_undoing(*, split_id: UUID, by: Actor, at: datetime) -> None:
    """Work that a later declaration withdrew meanwhile does not come back; the other person keeps their account."""
    row = Split.objects.locked(split_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.SPLIT.require(Act.APPROVE_UNDOING, SplitState(row.state))
    if by.wrote(row.undoing_by):
        raise Refused(Refusal.SAME_AGENT)
    assert row.other_account_id is not None

    # After this point the undoing must succeed; what the acts below refuse undoes it whole.
    splitting.carry_out(
        from_id=row.other_account_id,
        to_id=row.account_id,
        keys=declarations.standing_keys(row.other_account_id, row.keys),
        references=row.given,
        under=f"split {row.id} undone",
        back=True,
        at=at,
    )
    if row.mark_id is not None:
        people.tell_apart(holder_id=row.person_id, other_id=row.other_id, forgetting=row.mark_id, by=by, at=at)
    row.state, row.undone_at, row.undone_by = state, at, by.key
    row.save()

    record(events.UndoingApproved(about=row.id), by=by, at=at)
