"""A prepared closing is given up: nothing is closed, and the month can be prepared again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Closing
from ..turns import one_at_a_time
from ..types import ClosingAct, ClosingState


@act
def discard_closing(*, closing_id: UUID, by: Actor, at: datetime) -> None:
    """Give up. Refuses: CLOSING_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE (closed: never opened again)."""
    one_at_a_time()
    closing = Closing.objects.locked(closing_id)

    permissions.DISCARD_CLOSING.require(by, closing)
    state = lifecycle.CLOSING.require(ClosingAct.DISCARD, ClosingState(closing.state))

    # After this point the giving up must succeed.
    closing.slices.all().delete()
    closing.flows.all().delete()
    closing.state, closing.decided_by, closing.decided_at = state, by.key, at
    closing.save(update_fields=["state", "decided_by", "decided_at"])

    record(events.ClosingDiscarded(about=closing.id, span=closing.span, month=closing.month), by=by, at=at)
