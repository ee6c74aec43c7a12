"""What an invoice that a body makes itself has to say, compared to what it says, field by field and to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.conf import settings

from acquis.kit.actor import Actor
from acquis.ledger import queries as ledger
from acquis.outside import e_invoices_read as reading
from acquis.outside.e_invoices import EXEMPT, TAXED
from acquis.people import crypto
from acquis.providers import queries as providers
from acquis.providers.types import VatRegime

from . import billing, permissions
from . import deposit_sums as sums
from .models import Invoice, InvoiceDeposit
from .types import DepositedFile, DepositFault, Fault, InvoiceKind, InvoiceOrigin, InvoiceState, ToDeposit

MOST_BYTES = 5 * 1024 * 1024
_CELL = {"table": "treasury_invoicedeposit", "column": "content"}
#: UNTDID 1001: an invoice, that of a deposit (an ordinary one will do), a credit note.
_TYPES = {InvoiceKind.DEPOSIT: ("386", "380"), InvoiceKind.CREDIT_NOTE: ("381",)}


def to_deposit(invoice_id: UUID, *, by: Actor) -> ToDeposit | None:
    """What is awaited of the body; None when nothing is."""
    rows = permissions.DEPOSIT.rows(by, Invoice.objects.filter(pk=invoice_id))
    row = awaited(rows.select_related("deposit").first())
    return None if row is None else expected_of(row)


def deposited_file(invoice_id: UUID, *, by: Actor) -> DepositedFile | None:
    """An invoice as its body deposited it; None when there is none."""
    rows = permissions.READ_INVOICES.rows(by, Invoice.objects.filter(pk=invoice_id, origin=InvoiceOrigin.DEPOSITED))
    row = rows.select_related("deposit").filter(deposit__deposited_at__isnull=False).first()
    if row is None:
        return None
    kept = row.deposit
    return DepositedFile(name=kept.name, media_type=kept.media_type, content=opened(kept))


def opened(row: InvoiceDeposit) -> bytes:
    """The file itself."""
    return crypto.unseal_bytes(row.content_sealed, **_CELL, row=row.pk)


def sealed(content: bytes, invoice_id: UUID) -> bytes:
    return crypto.seal_bytes(content, **_CELL, row=invoice_id)


def awaited(row: Invoice | None) -> Invoice | None:
    """The row, if its body makes it, has not deposited it, and something of it is left to say."""
    if row is None or row.origin != InvoiceOrigin.DEPOSITED or row.deposit.deposited_at is not None:
        return None
    # What takes back the whole of an invoice that was never made is not made either.
    told = row if row.corrects is None else row.corrects
    return None if told.state == InvoiceState.DEDUCTED and told.deposit.deposited_at is None else row


def expected_of(row: Invoice) -> ToDeposit:
    """What the invoice has to say."""
    seller = providers.provider(row.provider_id)
    # What is owed is owed to a body that is known.
    assert seller is not None
    ours, kind = settings.ACQUIS, InvoiceKind(row.kind)
    return ToDeposit(
        invoice_id=row.id,
        about=row.about,
        kind=kind,
        type_codes=_TYPES.get(kind, ("380",)),
        order=row.deposit.order,
        title=row.deposit.title,
        seller_name=seller.name,
        seller_siret=seller.siret,
        buyer_name=ours.operator_name,
        buyer_siret=ours.operator_siret,
        net_cents=row.net_cents,
        tax_cents=row.tax_cents,
        amount_cents=row.amount_cents,
        rate_permille=row.vat_permille,
        owed_since=row.issued_on,
        payable_by=row.payable_by,
    )


def judged(content: bytes, row: Invoice, *, on: date) -> tuple[reading.Read | None, tuple[Fault, ...]]:
    """What the file, deposited on a day, says, and everything that is wrong with it."""
    try:
        found = reading.read(content)
    except reading.NotAnInvoice:
        return None, (Fault(what=DepositFault.NOT_AN_INVOICE),)
    except reading.ProfileTooLow as error:
        return None, (Fault(what=DepositFault.PROFILE, found=str(error)),)
    except reading.NotBySchema as error:
        return None, (Fault(what=DepositFault.SCHEMA, found=str(error)),)
    return found, (*_faults(found, row), *_of_day(found, row, on), *_of_tax(found, row), *sums.faults(found))


def _faults(found: reading.Read, row: Invoice) -> Iterator[Fault]:
    asked = expected_of(row)
    if found.type_code not in asked.type_codes:
        yield Fault(what=DepositFault.TYPE, expected=asked.type_codes[0], found=found.type_code)
    if not found.number:
        yield Fault(what=DepositFault.NUMBER_MISSING)
    elif billing.looks_like_ours(found.number, asked.seller_siret):
        yield Fault(what=DepositFault.NUMBER_OURS, found=found.number)
    elif Invoice.objects.filter(provider_id=row.provider_id, number=found.number).exclude(pk=row.pk).exists():
        yield Fault(what=DepositFault.NUMBER_USED, found=found.number)
    if found.currency != "EUR":
        yield Fault(what=DepositFault.CURRENCY, expected="EUR", found=found.currency)
    if found.order != asked.order:
        yield Fault(what=DepositFault.ORDER, expected=asked.order, found=found.order)
    for what, siret, given in (
        (DepositFault.SELLER, asked.seller_siret, found.seller),
        (DepositFault.BUYER, asked.buyer_siret, found.buyer),
    ):
        # The company is told by its SIREN or its SIRET; an establishment that is told is the one that sold.
        if not given & {siret, siret[:9]} or any(len(each) == 14 and each != siret for each in given):
            yield Fault(what=what, expected=siret, found=", ".join(sorted(given)))
    for what, wanted, said in (
        (DepositFault.NET, asked.net_cents, found.net_cents),
        (DepositFault.TAX, asked.tax_cents, found.tax_cents),
        (DepositFault.TOTAL, asked.amount_cents, found.total_cents),
        (DepositFault.DUE, asked.amount_cents, found.due_cents),
    ):
        if said != wanted:
            yield Fault(what=what, expected=wanted, found=sums.told(said))
    if row.corrects is not None:
        if row.corrects.deposit.deposited_at is None:
            yield Fault(what=DepositFault.CORRECTS_LATER)
        elif row.corrects.number not in found.corrects:
            before = ", ".join(sorted(found.corrects))
            yield Fault(what=DepositFault.CORRECTS, expected=row.corrects.number, found=before)
    approved = providers.active_iban(row.provider_id)
    if others := found.accounts - {approved}:
        masked = providers.masked(approved) if approved else ""
        yield Fault(what=DepositFault.ACCOUNT, expected=masked, found=", ".join(sorted(others)))


def _of_day(found: reading.Read, row: Invoice, on: date) -> Iterator[Fault]:
    """No invoice is of before its order, whose first movement the ledger has, nor of after the day it is deposited."""
    ordered = min([row.issued_on, *(each.effective_on for each in ledger.about(row.about, released=True))])
    if found.issued_on is None:
        yield Fault(what=DepositFault.DATE)
    elif found.issued_on < ordered:
        yield Fault(what=DepositFault.DATE_EARLY, expected=ordered, found=found.issued_on)
    elif found.issued_on > on:
        yield Fault(what=DepositFault.DATE_LATE, expected=on, found=found.issued_on)


def _of_tax(found: reading.Read, row: Invoice) -> Iterator[Fault]:
    """The breakdown of the tax has a rate and a category, and no others than the regime under which it is owed."""
    whole, tenths = divmod(row.vat_permille, 10)
    if {Fraction(each.percent) for each in found.taxes} != {Fraction(row.vat_permille, 10)}:
        rates = ", ".join(f"{each:f} %" for each in sorted({each.percent for each in found.taxes}))
        yield Fault(what=DepositFault.RATE, expected=f"{whole}.{tenths} %" if tenths else f"{whole} %", found=rates)
    category = TAXED if row.vat_regime == VatRegime.TAXED else EXEMPT
    categories = {each.category for each in found.taxes}
    if categories != {category}:
        yield Fault(what=DepositFault.CATEGORY, expected=category, found=", ".join(sorted(categories)))
