"""The file is read to its end: it is dropped, and the payer decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, stepping
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState


@act
def end_reading(*, order_id: UUID, by: Actor, at: datetime) -> None:
    """End it; nothing of the file is kept but the lines that were taken."""
    order = Order.objects.locked(order_id)

    permissions.RUN.require(by, order)
    ORDER.require(OrderAct.END_READING, OrderState(order.state))

    # After this point the end must succeed.
    stepping.move(order, OrderAct.END_READING, file_sealed=None, by=by, at=at)
