"""The payer gives the file of those it gives to: kept sealed until it is read, in place of any lines before it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import crypto

from .. import formats, jobs, permissions, stepping
from ..lifecycle import ORDER
from ..models import Order
from ..types import OrderAct, OrderState, Refusal

MOST_BYTES = formats.MOST_BYTES


@act
def give_file(*, order_id: UUID, content: bytes, name: str, by: Actor, at: datetime) -> None:
    """Take the file, and have it read. Refuses what is no list at all: `formats.NotReadable` says why."""
    order = Order.objects.locked(order_id)

    permissions.COMPOSE.require(by, order)
    ORDER.require(OrderAct.READ, OrderState(order.state))
    if not content:
        raise Refused(Refusal.FILE_EMPTY)
    if len(content) > formats.MOST_BYTES:
        raise Refused(Refusal.FILE_TOO_LARGE, most=formats.MOST_BYTES // (1024 * 1024))
    try:
        sheet = formats.read(content)
    except formats.NotReadable as why:
        raise Refused(
            Refusal.FILE_NOT_READABLE, fault=why.fault.value, columns=", ".join(why.columns), most=formats.MOST_LINES
        ) from why

    # After this point the taking must succeed.
    order.lines.all().delete()
    order.faults.all().delete()
    stepping.move(
        order,
        OrderAct.READ,
        file_name=name[-200:],
        file_sealed=crypto.seal_bytes(content, table="endowing_order", column="file", row=order.id),
        rows=len(sheet.rows),
        read_upto=0,
        lines_count=0,
        total_cents=0,
        refused_count=0,
        by=by,
        at=at,
    )
    later(jobs.read_file, at=at, order_id=order.id)
