"""What a provider was invoiced, and is not owed after all, is taken back by a credit note (CGI 289 I-5, 272-1).

It takes the next number of the provider's own series. The sum stands in the ledger as owed back by the provider. It is
deducted from the invoice itself while that one is to pay, and otherwise from what is paid next.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_payable, post
from acquis.ledger.types import Code, House, Transfer, house
from acquis.outside import e_invoices
from acquis.providers import queries as providers

from .. import billing, events, permissions
from ..deducting import deduct
from ..models import Invoice
from ..series import locked, take
from ..types import Billed, InvoiceKind, InvoiceOrigin, InvoiceState, Refusal


@act
def issue_credit_note(
    *, invoice_id: UUID, amount_cents: int, of: Billed, reference: str, by: Actor, at: datetime
) -> UUID:
    """Take back `amount_cents` of an invoice, and return the credit note; the same `reference` is the same one."""
    today = day_of(at)
    told = Invoice.objects.filter(pk=invoice_id).only("provider_id").first()
    provider = providers.provider(told.provider_id) if told else None
    if provider is None:
        raise Refused(Refusal.INVOICE_UNKNOWN, id=str(invoice_id))
    # The series before the invoice, as whoever issues one locks them.
    series = locked(f"invoice {today.year} {provider.siret}")
    invoice = Invoice.objects.locked(invoice_id)
    known = Invoice.objects.filter(reference=reference).first()

    permissions.INVOICE.require_any(by)
    if not permissions.of_purchase(by, provider_id=invoice.provider_id, account_id=invoice.account_id):
        raise Refused(Refusal.NOT_ALLOWED)
    if known is not None:
        if (known.corrects_id, known.amount_cents) != (invoice_id, amount_cents):
            raise Refused(Refusal.REFERENCE_REUSED)
        return known.id
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    taken = invoice.credit_notes.aggregate(cents=Sum("amount_cents"))["cents"] or 0
    if invoice.kind == InvoiceKind.CREDIT_NOTE or taken + amount_cents > invoice.amount_cents:
        raise Refused(Refusal.MORE_THAN_INVOICED)
    # Who made the invoice makes what takes it back; the sum is deducted at once, whoever makes it.
    own = invoice.origin == InvoiceOrigin.DEPOSITED
    number, serial = billing.issued_number(series, today.year, provider)
    if own:
        number = billing.awaited_number(of, invoice.about, provider.id)
    vat = billing.vat_frozen(invoice, providers.vat_number(provider.siren))
    bill = billing.bill_of(
        number=number,
        kind=InvoiceKind.CREDIT_NOTE,
        amount_cents=amount_cents,
        of=of,
        seller=provider,
        vat=vat,
        before=invoice,
        issued_on=today,
        due_on=today,
    )
    xml = b"" if own else e_invoices.written(bill)

    # After this point the credit note must succeed.
    if not own:
        take(series, serial)
    note = Invoice.objects.create(
        number=number,
        reference=reference,
        provider_id=invoice.provider_id,
        account_id=invoice.account_id,
        about=invoice.about,
        kind=InvoiceKind.CREDIT_NOTE.value,
        origin=invoice.origin,
        amount_cents=amount_cents,
        net_cents=bill.net_cents,
        tax_cents=bill.tax_cents,
        vat_regime=vat.regime.value,
        vat_permille=vat.rate_permille,
        corrects=invoice,
        issued_on=today,
        payable_by=today,
        state=InvoiceState.DEDUCTED.value,
    )
    deduct([invoice.id])
    billing.keep(note, bill, xml)
    post(
        transfers=[
            Transfer(
                owner=invoice.account_id,
                debit=open_payable(provider_id=invoice.provider_id, by=by, at=at),
                credit=house(House.COMMITMENTS),
                amount_cents=amount_cents,
                code=Code.CORRECTION,
                effective_on=today,
                reference=f"credit note {note.in_ledger}",
                about=invoice.about,
            )
        ],
        by=by,
        at=at,
    )

    record(
        events.CreditNoteIssued(
            about=invoice.about,
            account_id=invoice.account_id,
            invoice_id=invoice_id,
            credit_note_id=note.id,
            provider_id=invoice.provider_id,
            amount_cents=amount_cents,
        ),
        by=by,
        at=at,
    )
    return note.id
