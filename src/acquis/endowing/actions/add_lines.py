"""The payer names many people at once, as its machine wrote them: what is wrong with a line costs it alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import formats, permissions, taking
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState, RefusedLine


@act
def add_lines(
    *, order_id: UUID, lines: Sequence[Mapping[str, str]], by: Actor, at: datetime
) -> list[tuple[int, RefusedLine]]:
    """The lines that were not taken, each with its rank among `lines` (from 0). A line has the columns of a file."""
    order = Order.objects.locked(order_id)

    permissions.COMPOSE.require(by, order)
    ORDER.require(OrderAct.READ, OrderState(order.state))
    first = taking.next_place(order)
    asked = [
        formats.line({name: cells.get(name, "").strip() for name in formats.NEEDED | formats.OPTIONAL}, first + rank)
        for rank, cells in enumerate(lines)
    ]

    # After this point the lines must succeed.
    refused = taking.take(order, asked, by=by, at=at)
    order.save(update_fields=["lines_count", "total_cents", "refused_count"])
    return [(each.place - first, each) for each in refused]
