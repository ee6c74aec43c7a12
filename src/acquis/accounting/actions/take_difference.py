"""Somebody takes a difference: it is theirs to end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import WorkItem
from ..types import WorkAct, WorkState


@act
def take_difference(*, item_id: UUID, by: Actor, at: datetime) -> None:
    """Take. Refuses: DIFFERENCE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE."""
    item = WorkItem.objects.locked(item_id)

    permissions.END_DIFFERENCE.require(by, item)
    state = lifecycle.DIFFERENCE.require(WorkAct.TAKE, WorkState(item.state))

    # After this point the taking must succeed.
    item.state, item.owner = state, by.key
    item.save(update_fields=["state", "owner"])

    record(events.DifferenceTaken(about=item.id), by=by, at=at)
