"""Invoices as others may hold them: frozen rows, with the batch that pays each."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from acquis.kit.actor import Actor

from . import permissions
from .models import Invoice
from .seeing import seen
from .types import InvoiceCard, InvoiceKind, InvoiceOrigin, InvoiceState

#: A batch's file names every transfer of it: read with each invoice, it would come as often as there are invoices.
_FILE = "line__batch__file"


def told(by: Actor | None, rows: QuerySet[Invoice], limit: int | None = None) -> list[InvoiceCard]:
    """Those of them that this actor may see, in the order given; `limit` of them."""
    return [card(row) for row in told_of(seen(permissions.READ_INVOICES, by, rows))[:limit]]


def told_of(rows: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Invoices with what their cards tell of them."""
    rows = rows.select_related("line__batch", "corrects__deposit").defer(_FILE)
    filed, deposited = Count("file"), Count("deposit", filter=Q(deposit__deposited_at__isnull=False))
    return rows.annotate(filed=filed, deposited=deposited)


def card(row: Invoice) -> InvoiceCard:
    batch = row.line.batch if row.line else None
    return InvoiceCard(
        id=row.id,
        number=row.number,
        provider_id=row.provider_id,
        account_id=row.account_id,
        about=row.about,
        kind=InvoiceKind(row.kind),
        amount_cents=row.amount_cents,
        deducted_cents=row.deducted_cents,
        net_cents=row.net_cents,
        tax_cents=row.tax_cents,
        has_file=bool(getattr(row, "filed", False) or getattr(row, "deposited", False)),
        origin=InvoiceOrigin(row.origin),
        awaits_deposit=_awaits_deposit(row),
        issued_on=row.issued_on,
        payable_by=row.payable_by,
        state=InvoiceState(row.state),
        batch_id=batch.id if batch else None,
        batch_number=batch.number if batch else "",
        paid_on=row.paid_on,
    )


def _awaits_deposit(row: Invoice) -> bool:
    """As `depositing.awaited` has it, of a row that was read with what it corrects."""
    if row.origin != InvoiceOrigin.DEPOSITED or getattr(row, "deposited", True):
        return False
    told = row if row.corrects is None else row.corrects
    return told.state != InvoiceState.DEDUCTED or (told is not row and told.deposit.deposited_at is not None)
