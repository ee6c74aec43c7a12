"""What an invoice says: who sells, who buys for the holder, which training, how the amount splits, which mentions.

Everything is taken as it is on the day of issue and kept with the invoice: a name, an address or a regime of tax that
changes afterwards changes nothing of it. The words are French whoever reads them, since the document is.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from acquis.kit.prepared import PreparedValues, given, insert
from acquis.outside import e_invoices
from acquis.outside.e_invoices import Bill, Line, Party
from acquis.providers.types import ProviderCard, VatCard, VatRegime

from .models import Invoice, InvoiceDeposit, InvoiceFile, Series
from .types import Billed, InvoiceKind, InvoiceOrigin

#: Why no tax is charged, as the European list of codes has it, and as the law asks it to be written.
_EXEMPTIONS = {
    VatRegime.EXEMPT: ("VATEX-EU-132-1I", "Exonération de TVA, article 261-4-4° a du code général des impôts"),
    VatRegime.FRANCHISE: ("VATEX-FR-FRANCHISE", "TVA non applicable, article 293 B du code général des impôts"),
}
_TYPES = {InvoiceKind.DEPOSIT: e_invoices.PREPAYMENT, InvoiceKind.CREDIT_NOTE: e_invoices.SELF_BILLED_CREDIT}


def split(amount_cents: int, rate_permille: int) -> tuple[int, int]:
    """A price with tax as its net and its tax, in cents: the net to the nearest cent, a half up, the tax the rest."""
    whole = 1_000 + rate_permille
    net = (amount_cents * 1_000 * 2 + whole) // (whole * 2)
    return net, amount_cents - net


def bill_of(
    *,
    number: str,
    kind: InvoiceKind,
    amount_cents: int,
    of: Billed,
    seller: ProviderCard,
    vat: VatCard,
    before: Invoice | None,
    issued_on: date,
    due_on: date,
) -> Bill:
    """What the invoice says. `before`: the deposit that a balance deducts, or what a credit note takes back."""
    lines = _lines(kind, amount_cents, of, vat.rate_permille, before)
    to_day = max(of.starts_on, of.ends_on or issued_on)
    ours = settings.ACQUIS
    return Bill(
        number=number,
        type_code=_TYPES.get(kind, e_invoices.SELF_BILLED),
        process="S4" if before is not None and kind is InvoiceKind.BALANCE else "S1",
        issued_on=issued_on,
        due_on=due_on,
        seller=Party(
            name=seller.name,
            siret=seller.siret,
            address=seller.address,
            postal_code=seller.postal_code,
            town=seller.town,
            vat_number=vat.number,
        ),
        buyer=Party(name=ours.operator_name, siret=ours.operator_siret, address=(ours.operator_address,)),
        order=of.number,
        lines=lines,
        tax_cents=amount_cents - sum(line.net_cents for line in lines),
        rate_permille=vat.rate_permille,
        exemption=_EXEMPTIONS.get(vat.regime),
        from_day=of.starts_on,
        to_day=to_day,
        terms=_terms(kind, due_on),
        notes=_notes(seller.name, ours.operator_name, of),
        before=(before.number, before.issued_on) if before is not None else None,
    )


def awaited_number(of: Billed, about: UUID, provider_id: UUID) -> str:
    """How an invoice is called until its body has deposited it: `ATTENTE`, the enrolment, how many there are."""
    serial = Invoice.objects.filter(about=about).count() + 1
    return _free(provider_id, f"ATTENTE-{of.number}-{{}}", serial)[0]


def issued_number(series: Series, year: int, provider: ProviderCard) -> tuple[str, int]:
    """The next number of a body's series for a year, and its place in it."""
    return _free(provider.id, f"{year}-{provider.siret}-{{:06d}}", series.last + 1)


def looks_like_ours(number: str, siret: str) -> bool:
    """Whether a number is one that we give, to an invoice that is awaited or in the series of a body."""
    return re.match(rf"(?i:attente-)|[0-9]{{4}}-{siret}-[0-9]{{6,}}$", number) is not None


_NUMBERED = PreparedValues(
    lambda: Invoice.objects.filter(provider_id=given("provider_id"), number=given("number")).values_list("id")
)


def _free(provider_id: UUID, pattern: str, serial: int) -> tuple[str, int]:
    """The first number from `serial` on that no invoice of the body bears: what it bears may not stop what is owed."""
    while _NUMBERED.any(provider_id=provider_id, number=pattern.format(serial)):
        serial += 1
    return pattern.format(serial), serial


def keep(invoice: Invoice, bill: Bill, xml: bytes) -> None:
    """Keep the electronic invoice beside its row, or what is awaited of a body that makes its own."""
    if invoice.origin == InvoiceOrigin.DEPOSITED:
        title = bill.lines[0].name.rpartition("« ")[2].removesuffix(" »")
        insert(InvoiceDeposit(invoice=invoice, order=bill.order, title=title))
        return
    said = asdict(bill)
    for name, value in said.items():
        if isinstance(value, date):
            said[name] = value.isoformat()
    if bill.before:
        said["before"] = [bill.before[0], bill.before[1].isoformat()]
    insert(InvoiceFile(invoice=invoice, bill=said, xml=xml, sha256=hashlib.sha256(xml).hexdigest()))


def kept(said: dict[str, Any]) -> Bill:
    """What an invoice said, read back."""
    days = {name: date.fromisoformat(said[name]) for name in ("issued_on", "due_on", "from_day", "to_day")}
    before = said["before"]
    return Bill(
        **{
            **said,
            **days,
            "seller": _party(said["seller"]),
            "buyer": _party(said["buyer"]),
            "lines": tuple(Line(**line) for line in said["lines"]),
            "exemption": tuple(said["exemption"]) if said["exemption"] else None,
            "notes": tuple((subject, words) for subject, words in said["notes"]),
            "before": (before[0], date.fromisoformat(before[1])) if before else None,
        }
    )


def vat_frozen(invoice: Invoice, number: str) -> VatCard:
    """The regime under which an invoice was issued: what follows it, or takes it back, keeps it."""
    regime = VatRegime(invoice.vat_regime)
    return VatCard(
        regime=regime,
        rate_permille=invoice.vat_permille,
        number=number if regime is VatRegime.TAXED else "",
        from_day=invoice.issued_on,
        declared=True,
    )


def _party(said: dict[str, Any]) -> Party:
    return Party(**{**said, "address": tuple(said["address"])})


def _lines(kind: InvoiceKind, amount_cents: int, of: Billed, rate: int, before: Invoice | None) -> tuple[Line, ...]:
    details = _details(of)
    if kind is InvoiceKind.BALANCE and before is not None:
        # The nets of the deposit and of the balance add up to the net of the whole.
        whole = split(amount_cents + before.amount_cents, rate)[0]
        return (
            Line(name=f"Formation « {of.title} »", details=details, net_cents=whole),
            Line(
                name="Acompte déjà facturé",
                details=f"Facture {before.number} du {_day(before.issued_on)}",
                net_cents=-before.net_cents,
            ),
        )
    if kind is InvoiceKind.CREDIT_NOTE and before is not None:
        left = split(before.amount_cents - amount_cents, rate)[0]
        details = f"Facture {before.number} du {_day(before.issued_on)}. {details}"
        return (
            Line(name=f"Somme reprise, formation « {of.title} »", details=details, net_cents=before.net_cents - left),
        )
    names = {
        InvoiceKind.DEPOSIT: f"Acompte, formation « {of.title} »",
        InvoiceKind.LATE_CANCELLATION: f"Annulation tardive, formation « {of.title} »",
    }
    name = names.get(kind, f"Formation « {of.title} »")
    return (Line(name=name, details=details, net_cents=split(amount_cents, rate)[0]),)


def _details(of: Billed) -> str:
    told = [f"Dossier {of.number}", f"à partir du {_day(of.starts_on)}"]
    if of.ends_on is not None:
        told[1] = f"du {_day(of.starts_on)} au {_day(of.ends_on)}"
    if of.hours:
        told.append(f"{of.hours} heures")
    if of.rate_percent is not None:
        told.append(f"suivie à {of.rate_percent} %")
    return ", ".join(told)


def _terms(kind: InvoiceKind, due_on: date) -> str:
    if kind is InvoiceKind.CREDIT_NOTE:
        return "Somme déduite des prochains virements."
    return f"Par virement, au plus tard le {_day(due_on)}."


def _notes(seller: str, operator: str, of: Billed) -> tuple[tuple[str, str], ...]:
    """What the law wants written: on whose behalf (CGI 289 I-2, annexe II 242 nonies A), and of lateness (L441-9)."""
    return (
        ("AAI", f"Autofacturation : facture établie par {operator} au nom et pour le compte de {seller}."),
        ("AAI", f"Acheteur : {operator}, pour le compte du titulaire du dossier {of.number}."),
        ("PMD", "Pénalités de retard : trois fois le taux de l’intérêt légal (code de commerce, article L441-10)."),
        ("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 euros (code de commerce, article D441-5)."),
        ("AAB", "Pas d’escompte pour paiement anticipé."),
    )


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
