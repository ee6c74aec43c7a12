"""What is done here when others announce a fact: a transfer that arrived pays the order it bears the label of."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.treasury.events import TransferReceived

from .actions import receive_order
from .models import Order


@reaction(TransferReceived)
def credit_what_is_paid(event: TransferReceived, *, by: Actor, at: datetime) -> None:
    """Others may await transfers too: what is no order of ours is not for us."""
    if Order.objects.filter(pk=event.about).exists():
        receive_order(order_id=event.about, received_on=event.received_on, by=by, at=at)
