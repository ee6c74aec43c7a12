"""A prepared call for funds is given up: nothing was asked of anybody."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import FundCall
from ..types import CallAct, CallState


@act
def discard_call(*, call_id: UUID, by: Actor, at: datetime) -> None:
    """Give up. Refuses: CALL_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE."""
    call = FundCall.objects.locked(call_id)

    permissions.DISCARD_CALL.require(by, call)
    state = lifecycle.FUND_CALL.require(CallAct.DISCARD, CallState(call.state))

    # After this point the giving up must succeed.
    call.state, call.decided_by, call.decided_at = state, by.key, at
    call.save(update_fields=["state", "decided_by", "decided_at"])

    record(events.CallDiscarded(about=call.id), by=by, at=at)
