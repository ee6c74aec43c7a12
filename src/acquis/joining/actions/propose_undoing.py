"""An agent holds that a split was wrong; it stands until another agent agrees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import queries as people

from .. import events, lifecycle, permissions
from ..models import Split
from ..types import Act, Refusal, SplitState


@act
def propose_undoing(*, split_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    row = Split.objects.locked(split_id)

    permissions.PROPOSE.require(by, row)
    state = lifecycle.SPLIT.require(Act.PROPOSE_UNDOING, SplitState(row.state))
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    people.require_nameless(reason, [row.person_id, row.other_id])
    if Split.objects.filter(account_id=row.account_id, state=SplitState.PROPOSED).exists():
        raise Refused(Refusal.SPLIT_UNDER_WAY)

    # After this point the act must succeed.
    row.state, row.undoing_reason, row.undoing_at, row.undoing_by = state, reason.strip(), at, by.key
    row.save(update_fields=["state", "undoing_reason", "undoing_at", "undoing_by"])

    record(events.UndoingProposed(about=row.id), by=by, at=at)
