"""A second agent does not agree to undo a split: each keeps what they have."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Split
from ..types import Act, Refusal, SplitState


@act
def decline_undoing(*, split_id: UUID, by: Actor, at: datetime) -> None:
    row = Split.objects.locked(split_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.SPLIT.require(Act.DECLINE_UNDOING, SplitState(row.state))
    if by.wrote(row.undoing_by):
        raise Refused(Refusal.SAME_AGENT)

    # After this point the act must succeed.
    row.state, row.undoing_reason, row.undoing_at, row.undoing_by = state, "", None, ""
    row.save(update_fields=["state", "undoing_reason", "undoing_at", "undoing_by"])

    record(events.UndoingDeclined(about=row.id), by=by, at=at)
