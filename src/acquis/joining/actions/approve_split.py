"""A second agent agrees that two persons are in one account: work, rights and money go to whom they are, or nothing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import actions as people

from .. import events, lifecycle, permissions, splitting
from ..models import Split
from ..types import Act, Refusal, SplitState


@act
def approve_split(*, split_id: UUID, by: Actor, at: datetime) -> None:
    """The other person's account is opened when they have none; the number they were declared under is contested."""
    row = Split.objects.locked(split_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.SPLIT.require(Act.APPROVE_SPLIT, SplitState(row.state))
    if by.wrote(row.proposed_by):
        raise Refused(Refusal.SAME_AGENT)

    # After this point the split must succeed; what the acts below refuse undoes it whole.
    row.other_account_id = accounts.open_account(person_id=row.other_id, by=splitting.BY, at=at)
    effect = splitting.carry_out(
        from_id=row.account_id,
        to_id=row.other_account_id,
        keys=row.keys,
        references=row.references,
        under=f"split {row.id}",
        at=at,
    )
    row.mark_id = people.tell_apart(holder_id=row.person_id, other_id=row.other_id, by=by, at=at)
    row.keep(effect)
    row.state, row.decided_at, row.decided_by = state, at, by.key
    row.save()

    record(events.SplitApproved(about=row.id, person_id=row.person_id, other_id=row.other_id), by=by, at=at)
