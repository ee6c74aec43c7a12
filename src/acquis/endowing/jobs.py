"""What takes long is done behind the pages, slice by slice: a job that dies is taken up where it was."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit.actor import system
from acquis.people import crypto

from . import actions, formats
from .models import Order
from .types import OrderState

#: Rows read in one transaction.
SLICE = 2_000


@app.task(name="endowing.read_file", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def read_file(*, order_id: str, due: str) -> None:
    """Read an order's file to its end, from where a former reading was."""
    by, at = system("endowing.read_file"), datetime.fromisoformat(due)
    order = Order.objects.get(pk=order_id)
    if order.state != OrderState.READING:
        return
    content = crypto.unseal_bytes(order.file_sealed, table="endowing_order", column="file", row=order.id)
    sheet = formats.read(content)
    upto = order.read_upto
    while upto < len(sheet.rows):
        beyond = min(upto + SLICE, len(sheet.rows))
        lines = list(formats.lines(sheet, upto, beyond))
        upto = actions.take_lines(order_id=order.id, first=upto, upto=beyond, lines=lines, by=by, at=at)
    actions.end_reading(order_id=order.id, by=by, at=at)


@app.task(name="endowing.credit_order", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def credit_order(*, order_id: str, due: str) -> None:
    """Credit an order's lines to the last."""
    by, at = system("endowing.credit_order"), datetime.fromisoformat(due)
    if Order.objects.get(pk=order_id).state != OrderState.CREDITING:
        return
    while actions.credit_lines(order_id=UUID(order_id), by=by, at=at):
        pass
    actions.complete_order(order_id=UUID(order_id), by=by, at=at)
