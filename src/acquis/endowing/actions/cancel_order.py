"""The payer gives an order up, before it is paid."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.treasury import actions as treasury

from .. import permissions, stepping
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState


@act
def cancel_order(*, order_id: UUID, by: Actor, at: datetime) -> None:
    """Give it up: its transfer is no longer awaited. Whoever composes gives up a draft, who signs what was sent."""
    order = Order.objects.locked(order_id)

    sent = order.state == OrderState.AWAITED
    (permissions.SIGN if sent else permissions.COMPOSE).require(by, order)
    ORDER.require(OrderAct.CANCEL, OrderState(order.state))

    # After this point the cancelling must succeed, unless the money has just arrived.
    if sent:
        treasury.forget_transfer(about=order.id, by=by, at=at)
    stepping.move(order, OrderAct.CANCEL, file_sealed=None, by=by, at=at)
