"""A second person declines that a difference be a loss or a gain: it is somebody's work again."""

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
def decline_write_off(*, item_id: UUID, by: Actor, at: datetime) -> None:
    """Decline. Refuses: DIFFERENCE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE."""
    item = WorkItem.objects.locked(item_id)

    permissions.APPROVE_WRITE_OFF.require(by, item)
    state = lifecycle.DIFFERENCE.require(WorkAct.DECLINE, WorkState(item.state))

    # After this point the decision must succeed.
    item.state, item.proposed_by = state, ""
    item.save(update_fields=["state", "proposed_by"])

    record(events.WriteOffDeclined(about=item.id), by=by, at=at)
