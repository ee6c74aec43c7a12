"""The payer sends its order: it owes the sum, and is told under which label to transfer it.

Who has an authorised credit that leaves room for it has its people credited at once (R6323-42 credits on receipt; the
operator bears the delay within that bound).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.treasury import actions as treasury

from .. import credit, jobs, permissions, stepping
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState, Refusal


@act
def submit_order(*, order_id: UUID, by: Actor, at: datetime) -> str:
    """The label that the transfer must bear."""
    order = Order.objects.locked(order_id)

    permissions.SIGN.require(by, order)
    ORDER.require(OrderAct.SUBMIT, OrderState(order.state))
    if not order.lines_count:
        raise Refused(Refusal.NO_LINE)
    if order.expires_on is not None and order.expires_on < day_of(at):
        raise Refused(Refusal.EXPIRES_TOO_SOON, days=0)
    on_credit = credit.room(order.payer_id, day_of(at)) >= order.total_cents

    # After this point the sending must succeed.
    label = treasury.expect_transfer(
        about=order.id, siren=order.payer_siren, amount_cents=order.total_cents, by=by, at=at
    )
    stepping.move(
        order,
        OrderAct.SUBMIT_ON_CREDIT if on_credit else OrderAct.SUBMIT,
        label=label,
        on_credit=on_credit,
        submitted_at=at,
        submitted_by=by.key,
        by=by,
        at=at,
    )
    if on_credit:
        later(jobs.credit_order, at=at, order_id=order.id)
    return label
