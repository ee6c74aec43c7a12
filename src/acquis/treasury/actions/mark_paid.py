"""The bank has executed a batch: what was on its way has left our account, and the invoices are paid."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record, record_all
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger.actions import post
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house

from .. import events, lifecycle, permissions
from ..models import Invoice, PayoutBatch
from ..types import BatchAct, BatchState, InvoiceAct, InvoiceState, LineState


@act
def mark_paid(*, batch_id: UUID, on: date | None = None, by: Actor, at: datetime) -> None:
    """Tell that a batch is paid, `on` the day of the bank or else today; told again, it is refused."""
    batch = PayoutBatch.objects.locked(batch_id)

    permissions.MARK_PAID.require(by, batch)
    state = lifecycle.BATCH.require(BatchAct.MARK_PAID, BatchState(batch.state))
    paid = lifecycle.INVOICE.require(InvoiceAct.SETTLE, InvoiceState.IN_BATCH)

    # After this point the payment must succeed.
    paid_on = on or day_of(at)
    batch.state, batch.paid_on = state, paid_on
    batch.save(update_fields=["state", "paid_on"])
    # What a bank has sent back before never left.
    lines = list(batch.lines.filter(state=LineState.ORDERED).order_by("end_to_end_id"))
    carried = Invoice.objects.filter(line__in=batch.lines.values("id"))
    invoices = list(carried.to_be_sent().select_for_update().order_by("id"))
    carried.update(state=paid, paid_on=paid_on)
    if lines:
        post(
            transfers=[
                Transfer(
                    owner=HOUSE_OWNER,
                    debit=house(House.PAYOUTS_IN_TRANSIT),
                    credit=house(House.BANK),
                    amount_cents=line.amount_cents,
                    code=Code.PAYOUT_SENT,
                    effective_on=paid_on,
                    reference=f"payout sent {line.end_to_end_id}",
                    about=batch.id,
                )
                for line in lines
            ],
            by=by,
            at=at,
        )

    facts = [
        events.Paid(
            about=invoice.about,
            account_id=invoice.account_id,
            invoice_id=invoice.id,
            provider_id=invoice.provider_id,
            batch_id=batch.id,
            amount_cents=invoice.to_pay_cents,
            paid_on=paid_on,
        )
        for invoice in invoices
    ]
    record_all(facts, by=by, at=at)
    record(events.PayoutsPaid(about=batch.id, total_cents=sum(line.amount_cents for line in lines)), by=by, at=at)
