"""Invoices that a body makes itself: owed at once, paid when deposited, refused with the field that is wrong."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.treasury.scenes import AT, LATER, SYSTEM, TRAINING, UNTIL, a_provider, agent_of, an_invoice
from tests.web.visiting import signed_in, words

from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused
from acquis.outside import e_invoices
from acquis.outside.e_invoices import Bill, Line, Party
from acquis.providers.actions import choose_billing, declare_vat
from acquis.providers.queries import provider as provider_card
from acquis.providers.types import Refusal as OfBodies
from acquis.providers.types import VatRegime
from acquis.treasury import queries
from acquis.treasury.actions import deposit_invoice, issue_credit_note
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Invoice, InvoiceDeposit
from acquis.treasury.types import DepositFault, InvoiceKind, InvoiceOrigin, Refusal, Unpaid
from acquis.web.invoice_paper import document

pytestmark = pytest.mark.django_db


def manager_of(provider):
    return Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=uuid4(), provider_id=provider)


def billing_itself(rate=0):
    provider = a_provider()
    if rate:
        taxed = {"regime": VatRegime.TAXED, "rate_permille": rate, "from_day": AT.date()}
        declare_vat(provider_id=provider, **taxed, by=SYSTEM, at=AT)
    choose_billing(provider_id=provider, bills_itself=True, by=manager_of(provider), at=AT)
    return provider


def their_own(provider, net, tax=0, rate=0, **more):
    """The invoice that the body's own software makes."""
    seller, ours = provider_card(provider), settings.ACQUIS
    where = {"address": ("1 rue des Arts",), "postal_code": "75011", "town": "Paris"}
    bill = Bill(
        number="FA-2026-77",
        type_code="380",
        process="S1",
        issued_on=AT.date(),
        due_on=UNTIL,
        seller=Party(name=seller.name, siret=seller.siret, vat_number="", **where),
        buyer=Party(name=ours.operator_name, siret=ours.operator_siret, **where),
        order=TRAINING.number,
        lines=(Line(name="Formation", details="", net_cents=net),),
        tax_cents=tax,
        rate_permille=rate,
        exemption=None if rate else ("VATEX-EU-132-1I", "Exonération"),
        from_day=TRAINING.starts_on,
        to_day=TRAINING.ends_on,
        terms="",
        notes=(),
    )
    return replace(bill, **more)


def deposited(invoice, content, *, provider, name="facture.xml", at=LATER):
    deposit_invoice(invoice_id=invoice, name=name, content=content, by=agent_of(provider), at=at)


def waits(provider):
    return [each.why for each in queries.payable(UNTIL, on=date(2026, 7, 1)).waiting if each.provider_id == provider]


def sound():
    return [sentence for check in CHECKED for sentence in check()]


@pytest.mark.parametrize("as_pdf", [True, False])
def test_what_is_owed_waits_for_the_invoice_and_is_paid_once_it_is_there(as_pdf):
    provider = billing_itself(rate=200)
    invoice = an_invoice(provider, 120_000)
    (card,) = queries.invoices_of(provider)
    assert (card.origin, card.awaits_deposit, card.has_file) == (InvoiceOrigin.DEPOSITED, True, False)
    assert card.number == f"ATTENTE-{TRAINING.number}-1"
    assert waits(provider) == [Unpaid.NOT_DEPOSITED]
    bill = their_own(provider, 100_000, 20_000, 200)
    content = e_invoices.written(bill)
    content = document(bill, content) if as_pdf else content
    deposited(invoice, content, provider=provider)
    (card,) = queries.invoices_of(provider)
    assert (card.number, card.awaits_deposit, card.has_file) == ("FA-2026-77", False, True)
    assert queries.payable(UNTIL, on=date(2026, 7, 1)).payable_cents == 120_000
    kept = queries.deposited_file(invoice, by=agent_of(provider))
    assert (kept.content, kept.media_type) == (content, "application/pdf" if as_pdf else "application/xml")
    assert content[:200] not in bytes(InvoiceDeposit.objects.get().content_sealed)
    assert sound() == []
    with pytest.raises(Refused, match=str(Refusal.DEPOSITED_ALREADY)):
        deposited(invoice, content, provider=provider)


CHANGES = [
    (DepositFault.TYPE, {"type_code": "381"}),
    (DepositFault.CURRENCY, None),
    (DepositFault.ORDER, {"order": "99999999999"}),
    (DepositFault.SELLER, {"seller": Party(name="Un autre", siret="90000009200016")}),
    (DepositFault.BUYER, {"buyer": Party(name="Un autre", siret="90000003500015")}),
    (DepositFault.NUMBER_USED, {"number": "DEJA-PRIS"}),
]


@pytest.mark.parametrize(("fault", "change"), CHANGES)
def test_each_field_that_is_wrong_is_named_and_nothing_is_kept(fault, change):
    provider = billing_itself()
    Invoice.objects.filter(pk=an_invoice(provider, 5_000)).update(number="DEJA-PRIS")
    invoice = an_invoice(provider, 100_000)
    content = e_invoices.written(their_own(provider, 100_000, **(change or {})))
    if change is None:
        content = content.replace(b">EUR<", b">USD<").replace(b'"EUR"', b'"USD"')
    with pytest.raises(Refused, match=str(Refusal.DEPOSIT_NOT_AS_DUE)) as refused:
        deposited(invoice, content, provider=provider)
    assert [each.what for each in refused.value.details["faults"]] == [fault]
    assert waits(provider) == [Unpaid.NOT_DEPOSITED]
    assert not InvoiceDeposit.objects.filter(deposited_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("net", "tax", "rate", "faults"),
    [
        (100_001, 19_999, 200, {DepositFault.NET, DepositFault.TAX, DepositFault.TAX_AT_RATE}),
        (100_000, 20_001, 200, {DepositFault.TAX, DepositFault.TOTAL, DepositFault.DUE}),
        (120_000, 0, 0, {DepositFault.NET, DepositFault.TAX, DepositFault.RATE, DepositFault.CATEGORY}),
        (109_091, 10_909, 100, {DepositFault.NET, DepositFault.TAX, DepositFault.RATE}),
    ],
)
def test_amounts_are_due_to_the_cent(net, tax, rate, faults):
    provider = billing_itself(rate=200)
    invoice = an_invoice(provider, 120_000)
    with pytest.raises(Refused) as refused:
        deposited(invoice, e_invoices.written(their_own(provider, net, tax, rate)), provider=provider)
    assert {each.what for each in refused.value.details["faults"]} == faults


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"%PDF-1.7 rien", DepositFault.NOT_AN_INVOICE),
        (b"<facture/>", DepositFault.NOT_AN_INVOICE),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', DepositFault.NOT_AN_INVOICE),
        ("minimum", DepositFault.PROFILE),
        ("schema", DepositFault.SCHEMA),
    ],
)
def test_what_is_no_invoice_is_refused(content, fault):
    provider = billing_itself()
    invoice = an_invoice(provider, 100_000)
    xml = e_invoices.written(their_own(provider, 100_000))
    content = {
        "minimum": xml.replace(b"urn:cen.eu:en16931:2017", b"urn:factur-x.eu:1p0:minimum"),
        "schema": xml.replace(b"<ram:TypeCode>380", b"<ram:Zut/><ram:TypeCode>380"),
    }.get(content, content)
    with pytest.raises(Refused) as refused:
        deposited(invoice, content, provider=provider)
    assert [each.what for each in refused.value.details["faults"]] == [fault]


def test_what_is_taken_back_is_deducted_at_once_and_its_credit_note_awaited():
    provider = billing_itself()
    invoice = an_invoice(provider, 100_000, kind=InvoiceKind.BALANCE)
    about = Invoice.objects.get(pk=invoice).about
    note = issue_credit_note(
        invoice_id=invoice, amount_cents=40_000, of=TRAINING, reference="note", by=SYSTEM, at=AT + timedelta(days=1)
    )
    cards = {each.id: each for each in queries.invoices_about(about)}
    assert (cards[invoice].deducted_cents, cards[note].number) == (40_000, f"ATTENTE-{TRAINING.number}-2")
    assert queries.to_deposit(note, by=agent_of(provider)).type_codes == ("381",)
    deposited(invoice, e_invoices.written(their_own(provider, 100_000)), provider=provider)
    assert queries.payable(UNTIL, on=date(2026, 7, 1)).payable_cents == 60_000
    assert sound() == []


def test_only_the_body_deposits_and_only_what_is_awaited():
    provider, other = billing_itself(), a_provider()
    invoice = an_invoice(provider, 100_000)
    content = e_invoices.written(their_own(provider, 100_000))
    with pytest.raises(Refused, match=str(Refusal.INVOICE_UNKNOWN)):
        deposited(invoice, content, provider=other)
    with pytest.raises(Refused, match=str(Refusal.NOTHING_TO_DEPOSIT)):
        deposited(an_invoice(other, 5_000), content, provider=other)
    with pytest.raises(Refused, match=str(Refusal.DEPOSIT_TOO_LARGE)):
        deposited(invoice, b"x" * (5 * 1024 * 1024 + 1), provider=provider)
    with pytest.raises(Refused, match=str(OfBodies.BILLING_UNCHANGED)):
        choose_billing(provider_id=provider, bills_itself=True, by=manager_of(provider), at=AT)
    with pytest.raises(Refused, match=str(OfBodies.NOT_ALLOWED)):
        choose_billing(provider_id=provider, bills_itself=False, by=agent_of(provider), at=AT)


def test_the_pages_say_what_is_expected_and_what_is_wrong():
    provider = billing_itself()
    invoice = an_invoice(provider, 100_000)
    body = signed_in(manager_of(provider))
    assert "Déposer" in words(body.get("/organisme/paiements"))
    address = f"/organisme/factures/{invoice}/deposer"
    said = words(body.get(address))
    assert "Déposer une facture de 1 000,00 €" in said
    wrong = e_invoices.written(their_own(provider, 100_001))
    answer = body.post(address, {"file": SimpleUploadedFile("f.xml", wrong)})
    assert answer.status_code == 422
    assert "Total hors taxe (BT-109) 1 000,00 € 1 000,01 €" in words(answer)
    assert "Rien n’est perdu" in words(answer)
    right = e_invoices.written(their_own(provider, 100_000))
    assert body.post(address, {"file": SimpleUploadedFile("f.xml", right)}).status_code == 303
    given = body.get(f"/organisme/factures/{invoice}")
    assert (given.content, given.headers["Content-Type"]) == (right, "application/xml")
    assert body.get(address).status_code == 404
    chosen = body.post("/organisme/paiements/facturation", {"billing": "issued_for_the_body"})
    assert chosen.status_code == 303
    assert not provider_card(provider).bills_itself
