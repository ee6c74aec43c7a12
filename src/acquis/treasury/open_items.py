"""What is left to settle of each invoice, and which movements of the ledger are about the same thing: for the books."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, Sum

from .models import Invoice, Refund
from .types import BatchState, InvoiceKind, InvoiceState, RefundWhy


def left_to_settle() -> dict[tuple[UUID, str], int]:
    """By body and the ledger's name of the invoice, in cents: what is not ordered yet, less what was credited since."""
    draft = Q(state=InvoiceState.IN_BATCH, line__batch__state=BatchState.DRAFT)
    rows = Invoice.objects.exclude(kind=InvoiceKind.CREDIT_NOTE)
    unpaid = rows.filter(draft | Q(state=InvoiceState.TO_PAY))
    ordered = rows.exclude(draft | Q(state__in=[InvoiceState.TO_PAY, InvoiceState.DEDUCTED]))
    notes = Invoice.objects.filter(corrects__isnull=False).order_by().values_list("corrects")
    credited = dict(notes.annotate(cents=Sum("amount_cents")))
    left = {}
    for row in unpaid.iterator():
        left[row.provider_id, row.in_ledger] = row.amount_cents - credited.get(row.pk, 0)
    for row in ordered.filter(pk__in=list(credited)).iterator():
        left[row.provider_id, row.in_ledger] = row.deducted_cents - credited[row.pk]
    return left


def about_the_same() -> dict[str, str]:
    """References of the ledger that do not say what they are about: credit notes, payments that came too late."""
    notes = Invoice.objects.filter(kind=InvoiceKind.CREDIT_NOTE).select_related("corrects")
    same = {f"credit note {note.in_ledger}": note.corrects.in_ledger for note in notes.iterator() if note.corrects}
    late = Refund.objects.filter(why=RefundWhy.TOO_LATE).values_list("reference", "id")
    return same | {f"collection {reference.removeprefix('late ')} paid": str(pk) for reference, pk in late}
