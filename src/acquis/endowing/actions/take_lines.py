"""Some lines of the payer's file are taken, in one transaction with how far the reading is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, taking
from ..lifecycle import ORDER
from ..models import Order
from ..types import Asked, OrderAct, OrderState, RefusedLine


@act
def take_lines(
    *, order_id: UUID, first: int, upto: int, lines: Sequence[Asked | RefusedLine], by: Actor, at: datetime
) -> int:
    """Take the rows from `first` to before `upto`; how far the reading is. Read before, they change nothing."""
    order = Order.objects.locked(order_id)

    permissions.RUN.require(by, order)
    ORDER.require(OrderAct.TAKE_LINES, OrderState(order.state))
    if order.read_upto != first:
        return order.read_upto

    # After this point the slice must succeed: what is wrong with a line costs it alone.
    taking.take(order, lines, by=by, at=at)
    order.read_upto = upto
    order.save(update_fields=["lines_count", "total_cents", "refused_count", "read_upto"])
    return upto
