"""A body deposits the invoice that it makes itself: it is judged field by field, and kept as it came.

From then on it is paid as any other. One that says otherwise than what is due is refused, with every fault at once;
what is owed still waits for it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside import virus_scan
from acquis.outside.e_invoices_read import is_pdf

from .. import depositing, events, permissions
from ..models import Invoice
from ..series import locked
from ..types import Refusal


@act
def deposit_invoice(*, invoice_id: UUID, name: str, content: bytes, by: Actor, at: datetime) -> None:
    """Deposit a Factur-X PDF or its XML. Refused with `faults` when it does not say what is due."""
    row = Invoice.objects.locked(invoice_id)

    permissions.DEPOSIT.require(by, row)
    if depositing.awaited(row) is None:
        deposited = getattr(row, "deposit", None) and row.deposit.deposited_at
        raise Refused(Refusal.DEPOSITED_ALREADY if deposited else Refusal.NOTHING_TO_DEPOSIT)
    if len(content) > depositing.MOST_BYTES:
        raise Refused(Refusal.DEPOSIT_TOO_LARGE)
    try:
        verdict = virus_scan.scan(content)
    except virus_scan.Unavailable:
        raise Refused(Refusal.DEPOSIT_NOT_SCANNED) from None
    if verdict is virus_scan.Verdict.INFECTED:
        raise Refused(Refusal.DEPOSIT_INFECTED)
    # Two deposits of one body are judged one after the other: neither takes the number of the other.
    locked(f"deposits {row.provider_id}")
    found, faults = depositing.judged(content, row, on=day_of(at))
    if found is None or faults:
        raise Refused(Refusal.DEPOSIT_NOT_AS_DUE, faults=faults)

    # After this point the deposit must succeed.
    kept = row.deposit
    kept.name = name.strip()[:200]
    kept.media_type = "application/pdf" if is_pdf(content) else "application/xml"
    kept.level, kept.sha256 = found.level, hashlib.sha256(content).hexdigest()
    kept.content_sealed = depositing.sealed(content, row.pk)
    kept.scanned = verdict is virus_scan.Verdict.CLEAN
    kept.deposited_by, kept.deposited_at = by.key, at
    kept.save()
    row.number = found.number
    row.save(update_fields=["number"])

    record(
        events.InvoiceDeposited(
            about=row.about,
            account_id=row.account_id,
            invoice_id=row.pk,
            provider_id=row.provider_id,
            sha256=kept.sha256,
        ),
        by=by,
        at=at,
    )
