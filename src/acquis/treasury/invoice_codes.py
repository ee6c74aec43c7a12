"""The code of an invoice: how the digest of its XML begins, so that every invoice ever made has one and keeps it.

Who knows all that an invoice says, byte by byte, may find its code, and learns nothing by it.
"""

from __future__ import annotations

import hashlib

from django.db.models import Sum

from acquis.kit.codes import code_of_digest, digest_of_code

from . import billing
from .models import Invoice, InvoiceFile
from .types import CheckedInvoice, InvoiceKind


def code_of(xml: bytes) -> str:
    """The code by which anybody checks an invoice."""
    return code_of_digest(hashlib.sha256(xml).hexdigest())


def invoice_of_code(typed: str) -> CheckedInvoice | None:
    """The invoice that bears this code, as typed; None when there is none. It names no holder."""
    begins = digest_of_code(typed)
    if begins is None:
        return None
    row = InvoiceFile.objects.select_related("invoice").filter(sha256__startswith=begins).first()
    if row is None:
        return None
    bill = billing.kept(row.bill)
    taken_back = Invoice.objects.filter(corrects=row.invoice).aggregate(cents=Sum("amount_cents"))["cents"]
    return CheckedInvoice(
        code=code_of_digest(row.sha256),
        digest=row.sha256,
        kind=InvoiceKind(row.invoice.kind),
        number=bill.number,
        issued_on=bill.issued_on,
        seller=(bill.seller.name, bill.seller.siret),
        buyer=(bill.buyer.name, bill.buyer.siret),
        order=bill.order,
        what=f"{bill.lines[0].name}. {bill.lines[0].details}",
        net_cents=bill.net_cents,
        tax_cents=bill.tax_cents,
        exempt=bill.exemption is not None,
        taken_back_cents=taken_back or 0,
    )
