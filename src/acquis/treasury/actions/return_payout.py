"""A transfer does not arrive: what had left, or was about to, is owed again, and its invoices wait to be paid."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.ledger.actions import reverse

from .. import events, lifecycle, permissions
from ..deducting import deduct
from ..models import Invoice, PayoutBatch, PayoutLine
from ..types import BatchAct, BatchState, InvoiceAct, InvoiceState, LineAct, LineState, Refusal


@act
def return_payout(
    *, line_id: UUID, word: LineAct, reason: str, blames_account: bool, on: date, by: Actor, at: datetime
) -> None:
    """Take a transfer back into what is owed: our bank rejects it before it books it, or the payee's returns it after.

    `blames_account`: the payee's account is why, and is not paid again by itself. A batch of which every transfer is
    rejected is itself rejected. Refuses: LINE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE when it came back before, was
    never sent, is rejected though booked, or returned though not.
    """
    batch = PayoutBatch.objects.locked(_batch_of(line_id))
    line = PayoutLine.objects.locked(line_id)
    invoices = list(Invoice.objects.select_for_update().filter(line=line).order_by("number"))

    permissions.RECONCILE.require(by, batch)
    state = lifecycle.LINE.require(word, LineState(line.state))
    paid = batch.state == BatchState.PAID
    if not paid:
        # An order that was not approved has not been sent, so nothing of it can come back.
        lifecycle.BATCH.require(BatchAct.REJECT, BatchState(batch.state))
    if (line.booked_on is not None or paid) is (word is LineAct.REJECT):
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    to_pay = lifecycle.INVOICE.require(InvoiceAct.REOPEN, InvoiceState.PAID if paid else InvoiceState.IN_BATCH)

    # After this point the return must succeed.
    line.state, line.returned_on, line.reason, line.blames_account = state, on, reason, blames_account
    line.carried = [invoice.number for invoice in invoices]
    line.save(update_fields=["state", "returned_on", "reason", "blames_account", "carried"])
    Invoice.objects.filter(line=line).update(state=to_pay, line=None, paid_on=None)
    deduct(invoice.id for invoice in invoices)
    if paid:
        sent = line.end_to_end_id
        reverse(reference=f"payout sent {sent}", reversal_reference=f"payout returned {sent}", by=by, at=at)
    for invoice in invoices:
        named = f"{batch.number} invoice {invoice.in_ledger}"
        reverse(reference=f"payout {named}", reversal_reference=f"payout returned {named}", by=by, at=at)
    rejected = not paid and not batch.lines.exclude(state=LineState.REJECTED).exists()
    if rejected:
        batch.state = BatchState.REJECTED
        batch.save(update_fields=["state"])

    for invoice in invoices:
        record(
            events.PayoutReturned(
                about=invoice.about,
                account_id=invoice.account_id,
                invoice_id=invoice.id,
                provider_id=invoice.provider_id,
                batch_id=batch.id,
                amount_cents=invoice.to_pay_cents,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    if rejected:
        record(events.PayoutsRejected(about=batch.id, total_cents=batch.total_cents), by=by, at=at)


def _batch_of(line_id: UUID) -> UUID:
    """The batch is locked before its line, as whoever pays it does."""
    found = PayoutLine.objects.filter(pk=line_id).values_list("batch_id", flat=True).first()
    if found is None:
        raise Refused(Refusal.LINE_UNKNOWN, id=str(line_id))
    return found
