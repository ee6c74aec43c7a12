"""The payer names one person by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import formats, permissions, taking
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState, Refusal, RefusedLine


@act
def add_line(*, order_id: UUID, nir: str, name: str, amount: str, mark: str = "", by: Actor, at: datetime) -> None:
    """Add a line, as it was written. Refuses LINE_REFUSED with the `fault` and the `column`: nothing is kept of it."""
    order = Order.objects.locked(order_id)

    permissions.COMPOSE.require(by, order)
    ORDER.require(OrderAct.READ, OrderState(order.state))
    place = taking.next_place(order)
    cells = {"nir": nir.strip(), "nom": name.strip(), "montant": amount.strip(), "matricule": mark.strip()}
    asked = formats.line(cells, place)
    wrong = [asked] if isinstance(asked, RefusedLine) else taking.take(order, [asked], by=by, at=at)
    if wrong:
        raise Refused(Refusal.LINE_REFUSED, fault=wrong[0].fault.value, column=wrong[0].column)

    # After this point the line must succeed.
    order.save(update_fields=["lines_count", "total_cents", "refused_count"])
