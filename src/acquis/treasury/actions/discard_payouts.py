"""A prepared batch is given up before its approval: its invoices wait for a next one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..deducting import deduct
from ..models import Invoice, PayoutBatch
from ..types import BatchAct, BatchState, InvoiceAct, InvoiceState


@act
def discard_payouts(*, batch_id: UUID, by: Actor, at: datetime) -> None:
    batch = PayoutBatch.objects.locked(batch_id)

    permissions.DISCARD_PAYOUTS.require(by, batch)
    state = lifecycle.BATCH.require(BatchAct.DISCARD, BatchState(batch.state))
    to_pay = lifecycle.INVOICE.require(InvoiceAct.TAKE_OUT, InvoiceState.IN_BATCH)

    # After this point the giving up must succeed. The lines stay as what had been proposed.
    batch.state = state
    batch.save(update_fields=["state"])
    taken_out = list(
        Invoice.objects.select_for_update().filter(line__batch=batch).order_by("id").values_list("id", flat=True)
    )
    Invoice.objects.filter(pk__in=taken_out).update(state=to_pay, line=None)
    for invoice in deduct(taken_out):
        told = {"invoice_id": invoice.id, "provider_id": invoice.provider_id}
        record(events.InvoiceDeducted(about=invoice.about, account_id=invoice.account_id, **told), by=by, at=at)

    record(events.PayoutsDiscarded(about=batch.id), by=by, at=at)
