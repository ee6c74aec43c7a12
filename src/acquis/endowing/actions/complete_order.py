"""Every line of an order was dealt with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions, stepping
from ..lifecycle import ORDER
from ..models import Line, Order
from ..types import LineState, OrderAct, OrderState, Refusal


@act
def complete_order(*, order_id: UUID, by: Actor, at: datetime) -> None:
    """Complete it; refused while a line waits."""
    order = Order.objects.locked(order_id)

    permissions.RUN.require(by, order)
    ORDER.require(OrderAct.COMPLETE, OrderState(order.state))
    if Line.objects.filter(order=order, state=LineState.TAKEN).exists():
        raise Refused(Refusal.NOT_IN_THIS_STATE)

    # After this point the completion must succeed.
    stepping.move(order, OrderAct.COMPLETE, credited_at=at, by=by, at=at)
