"""What every step of an order has in common: the row moves, and the journal tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from acquis.journal.actions import record
from acquis.kit.actor import Actor

from . import events
from .lifecycle import ORDER
from .models import Order
from .types import OrderAct, OrderState


def move(order: Order, act: OrderAct, *, by: Actor, at: datetime, **changes: Any) -> None:
    """Make the step, and tell it; part of an act, which has judged."""
    order.state = ORDER.require(act, OrderState(order.state))
    for name, value in changes.items():
        setattr(order, name, value)
    order.save()
    tell(order, act, by=by, at=at)


def tell(order: Order, act: OrderAct, *, by: Actor, at: datetime) -> None:
    record(
        events.OrderMoved(
            about=order.id,
            payer_id=order.payer_id,
            act=act.value,
            state=order.state,
            lines=order.lines_count,
            total_cents=order.total_cents,
        ),
        by=by,
        at=at,
    )
