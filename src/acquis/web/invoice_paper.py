"""An invoice as its file: Factur-X, the page and the XML in one, made from what was kept when it was issued."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import override

from acquis.kit.actor import Actor
from acquis.kit.days import french
from acquis.outside.e_invoices import FILE_NAME, Bill, Party
from acquis.outside.e_invoices import PREPAYMENT as DEPOSIT
from acquis.outside.e_invoices import SELF_BILLED_CREDIT as CREDIT
from acquis.treasury import queries as treasury

from .paper import check_of, factur_x
from .uploads import file_answer


def answer(invoice_id: UUID, *, by: Actor) -> HttpResponse:
    """The file as an attachment, for whoever may see the invoice."""
    deposited = treasury.deposited_file(invoice_id, by=by)
    if deposited is not None:
        return file_answer(deposited.name, deposited.content, media_type=deposited.media_type)
    found = treasury.invoice_file(invoice_id, by=by)
    if found is None:
        raise Http404
    bill, xml = found
    response = HttpResponse(document(bill, xml), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="facture-{bill.number}.pdf"'
    return response


def document(bill: Bill, xml: bytes) -> bytes:
    """The PDF of an invoice; the same invoice gives the same bytes."""
    with override("fr"):
        check = check_of(treasury.code_of(xml))
    return factur_x("invoice.typ", _said(bill) | {"check": check}, xml=xml, name=FILE_NAME, level="EN 16931")


def _said(bill: Bill) -> dict[str, Any]:
    credit = bill.type_code == CREDIT
    day = bill.issued_on
    totals = [["Total hors taxe", _euros(bill.net_cents)]]
    if bill.exemption is None:
        totals.append([f"TVA à {_percent(bill.rate_permille)}", _euros(bill.tax_cents)])
    else:
        totals.append(["TVA", "sans objet"])
    before = ""
    if bill.before:
        earlier = f"de la facture n° {bill.before[0]} du {french(bill.before[1])}"
        before = f"Avoir {earlier}" if credit else f"Déduction {earlier}"
    return {
        "title": "Avoir" if credit else "Facture d’acompte" if bill.type_code == DEPOSIT else "Facture",
        "number": bill.number,
        "issued": [day.year, day.month, day.day],
        "issued_on": f"le {french(day)}",
        "before": before,
        "seller": _party(bill.seller),
        "buyer": _party(bill.buyer),
        "what_title": f"Dossier {bill.order}",
        "lines": [
            {"name": line.name, "details": line.details, "amount": _euros(line.net_cents)} for line in bill.lines
        ],
        "totals": totals,
        "total_label": "Somme reprise, toutes taxes comprises" if credit else "À payer, toutes taxes comprises",
        "total": _euros(bill.net_cents + bill.tax_cents),
        "exemption": bill.exemption[1] if bill.exemption else "",
        "terms": bill.terms,
        "notes": [words for _, words in bill.notes],
    }


def _party(party: Party) -> dict[str, Any]:
    town = f"{party.postal_code} {party.town}".strip()
    numbers = [f"SIRET {party.siret}"]
    if party.vat_number:
        numbers.append(f"TVA {party.vat_number}")
    return {"name": party.name, "lines": [*filter(None, (*party.address, town)), *numbers]}


def _euros(cents: int) -> str:
    """The French way, whatever the language of the reader: the document is French."""
    sign = "−" if cents < 0 else ""
    whole = f"{abs(cents) // 100:,}".replace(",", "\u202f")
    return f"{sign}{whole},{abs(cents) % 100:02d}\u00a0€"


def _percent(permille: int) -> str:
    return f"{permille / 10:g}".replace(".", ",") + "\u00a0%"
