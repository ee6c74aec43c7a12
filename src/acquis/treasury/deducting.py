"""What is credited of an invoice before it is paid is deducted from that very invoice, and never sent.

What is credited of one already sent is owed back by the provider, and holds up its next payments instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Sum

from . import lifecycle
from .models import Invoice
from .types import InvoiceAct, InvoiceState


def deduct(invoice_ids: Iterable[UUID]) -> list[Invoice]:
    """Deduct from invoices to pay, locked by the caller, what their credit notes take back; those settled by it."""
    settled = lifecycle.INVOICE.require(InvoiceAct.TAKE_BACK, InvoiceState.TO_PAY)
    to_pay = Invoice.objects.filter(pk__in=list(invoice_ids), state=InvoiceState.TO_PAY)
    credited = to_pay.annotate(taken=Sum("credit_notes__amount_cents")).filter(taken__gt=F("deducted_cents"))
    taken = dict(credited.values_list("pk", "taken"))
    whole = []
    for invoice in to_pay.filter(pk__in=taken):
        invoice.deducted_cents = taken[invoice.pk]
        if not invoice.to_pay_cents:
            invoice.state = settled
            whole.append(invoice)
        invoice.save(update_fields=["deducted_cents", "state"])
    return whole


def credited_since(invoice_ids: Iterable[UUID]) -> str | None:
    """The number of one of these invoices of which more is credited than was deducted, or none."""
    taken = Invoice.objects.filter(pk__any_of=list(invoice_ids)).annotate(taken=Sum("credit_notes__amount_cents"))
    more = taken.filter(taken__gt=F("deducted_cents")).order_by("number")
    return more.values_list("number", flat=True).first()
