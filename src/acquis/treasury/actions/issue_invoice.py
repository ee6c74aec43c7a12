"""A provider is owed an amount for an enrolment: an invoice is issued in its name (CGI 289 I-2), to be paid by a day.

Of a body that makes its own invoices the same is owed, and paid once it has deposited one that says so.

Numbers run without a hole for each provider and year, as an invoice made on somebody's behalf asks: the series is the
provider's own. The provider and the holder's purchase are told by opaque ids.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis import rules
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.prepared import Prepared, given, insert
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_payable, post
from acquis.ledger.types import Code, House, Transfer, house
from acquis.outside import e_invoices
from acquis.providers import queries as providers

from .. import billing, events, permissions
from ..models import Invoice
from ..series import locked, take
from ..types import Billed, InvoiceKind, InvoiceOrigin, Refusal

_CODES = {
    InvoiceKind.DEPOSIT: Code.DEPOSIT,
    InvoiceKind.BALANCE: Code.SETTLEMENT,
    InvoiceKind.LATE_CANCELLATION: Code.LATE_CANCELLATION,
}

_BY_REFERENCE = Prepared(lambda: Invoice.objects.filter(reference=given("reference")))
_DEPOSIT = Prepared(lambda: Invoice.objects.filter(about=given("about"), kind=InvoiceKind.DEPOSIT).order_by("id")[:1])


@act
def issue_invoice(
    *,
    provider_id: UUID,
    account_id: UUID,
    about: UUID,
    kind: InvoiceKind,
    amount_cents: int,
    of: Billed,
    payable_by: date | None = None,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """Issue an invoice and return it; the same `reference` is the same invoice. `of` is the training, as ordered.

    A balance deducts the deposit of the same purchase, and keeps the regime of tax under which it was billed.
    `payable_by` None: the law's delay of payment from today (30 days after the validated service).
    """
    today = day_of(at)
    provider = providers.provider(provider_id)
    # Locked before looking for the reference: the same invoice asked twice at once is issued once.
    series = locked(f"invoice {today.year} {provider.siret}") if provider else None
    known = _BY_REFERENCE.first(reference=reference)

    permissions.INVOICE.require_any(by)
    if not permissions.of_purchase(by, provider_id=provider_id, account_id=account_id):
        raise Refused(Refusal.NOT_ALLOWED)
    asked = (provider_id, account_id, about, kind.value, amount_cents)
    if known is not None:
        if (known.provider_id, known.account_id, known.about, known.kind, known.amount_cents) != asked:
            raise Refused(Refusal.REFERENCE_REUSED)
        return known.id
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    if provider is None or series is None:
        raise Refused(Refusal.PROVIDER_UNKNOWN)
    due = payable_by or rules.deadline(rules.law_on(today), rules.Step.PAYMENT, today)
    before = _DEPOSIT.first(about=about) if kind is InvoiceKind.BALANCE else None
    vat = providers.vat_on(provider_id, today)
    if before is not None:
        vat = billing.vat_frozen(before, providers.vat_number(provider.siren))
    own = provider.bills_itself
    number, serial = billing.issued_number(series, today.year, provider)
    if own:
        number = billing.awaited_number(of, about, provider_id)
    bill = billing.bill_of(
        number=number,
        kind=kind,
        amount_cents=amount_cents,
        of=of,
        seller=provider,
        vat=vat,
        before=before,
        issued_on=today,
        due_on=due,
    )
    # A body that makes its own deposits it afterwards: what is owed is owed meanwhile, and waits.
    xml = b"" if own else e_invoices.written(bill)

    # After this point the issue must succeed.
    if not own:
        take(series, serial)
    invoice = Invoice(
        number=number,
        reference=reference,
        provider_id=provider_id,
        account_id=account_id,
        about=about,
        kind=kind.value,
        origin=InvoiceOrigin.DEPOSITED if own else InvoiceOrigin.ISSUED,
        amount_cents=amount_cents,
        net_cents=bill.net_cents,
        tax_cents=bill.tax_cents,
        vat_regime=vat.regime.value,
        vat_permille=vat.rate_permille,
        issued_on=today,
        payable_by=due,
    )
    insert(invoice)
    billing.keep(invoice, bill, xml)
    payable = open_payable(provider_id=provider_id, by=by, at=at)
    post(
        transfers=[
            Transfer(
                owner=account_id,
                debit=house(House.COMMITMENTS),
                credit=payable,
                amount_cents=amount_cents,
                code=_CODES[kind],
                effective_on=today,
                reference=f"invoice {invoice.in_ledger}",
                about=about,
            )
        ],
        by=by,
        at=at,
    )

    record(
        events.Invoiced(
            about=about,
            account_id=account_id,
            invoice_id=invoice.id,
            provider_id=provider_id,
            invoice_kind=kind.value,
            amount_cents=amount_cents,
            payable_by=due,
        ),
        by=by,
        at=at,
    )
    return invoice.id
