"""A second person closes a month, or a year, for good: what was counted when it was prepared is what it holds."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, reading
from ..chart import chart
from ..models import Closing
from ..turns import one_at_a_time
from ..types import ClosingAct, ClosingState, Refusal


@act
def approve_closing(*, closing_id: UUID, by: Actor, at: datetime) -> None:
    """Close. Refuses: CLOSING_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, SAME_PERSON, and MOVEMENT_UNKNOWN when a
    movement of the month is in no line of the chart: it would stay on the account of what nobody has thought of."""
    one_at_a_time()
    closing = Closing.objects.locked(closing_id)

    permissions.APPROVE_CLOSING.require(by, closing)
    state = lifecycle.CLOSING.require(ClosingAct.APPROVE, ClosingState(closing.state))
    if by.wrote(closing.prepared_by):
        raise Refused(Refusal.SAME_PERSON)
    for flow in reading.frozen(closing):
        if not chart().of(flow.code, flow.reverses, flow.debit, flow.credit).known:
            raise Refused(Refusal.MOVEMENT_UNKNOWN, code=flow.code)

    # After this point the closing must succeed.
    closing.state, closing.decided_by, closing.decided_at = state, by.key, at
    closing.save(update_fields=["state", "decided_by", "decided_at"])

    record(events.Closed(about=closing.id, span=closing.span, month=closing.month, digest=closing.digest), by=by, at=at)
