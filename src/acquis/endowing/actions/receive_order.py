"""The payer's transfer is on our account: those it gives to are credited (R6323-42)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import jobs, permissions, stepping
from ..models import Order
from ..types import OrderAct, OrderState


@act
def receive_order(*, order_id: UUID, received_on: date, by: Actor, at: datetime) -> None:
    """Note the receipt, and have the lines credited unless they are already, on credit."""
    order = Order.objects.locked(order_id)

    permissions.RUN.require(by, order)
    if order.received_on is not None:
        return

    # After this point the receipt must succeed.
    if order.on_credit:
        order.received_on = received_on
        order.save(update_fields=["received_on"])
        stepping.tell(order, OrderAct.RECEIVE, by=by, at=at)
        return
    assert order.state == OrderState.AWAITED
    stepping.move(order, OrderAct.RECEIVE, received_on=received_on, by=by, at=at)
    later(jobs.credit_order, at=at, order_id=order.id)
