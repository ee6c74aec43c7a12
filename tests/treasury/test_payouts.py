"""Payouts: invoices without holes, one payment for each, two persons, a file that the schema accepts."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from importlib import resources
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from tests.treasury.scenes import (
    AGENT,
    APPROVER,
    AT,
    BOTH,
    FINANCE,
    LATER,
    SYSTEM,
    TRAINING,
    UNTIL,
    a_bank_account,
    a_batch,
    a_provider,
    agent_of,
    an_account,
    an_invoice,
    holder_of,
    manager_of,
)
from tests.web import visiting

from acquis.journal.queries import recent
from acquis.kit.actor import Role
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import about as movements_about
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, House, Transfer, house, provider_payable
from acquis.providers.actions import reference, suspend
from acquis.treasury import batch_queries, queries
from acquis.treasury.actions import approve_payouts, discard_payouts, issue_invoice, mark_paid, prepare_payouts
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Invoice, PayoutBatch
from acquis.treasury.types import BatchState, InvoiceKind, InvoiceState, Refusal

pytestmark = pytest.mark.django_db
NS = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def refused(act, **arguments):
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound():
    return [sentence for check in CHECKED for sentence in check()]


# Invoices ---------------------------------------------------------------------------------------------------------


def test_invoices_refused_in_order():
    provider, account = a_provider(), an_account()
    base = {
        "provider_id": provider, "account_id": account, "about": uuid4(), "kind": InvoiceKind.BALANCE,
        "amount_cents": 5_000, "of": TRAINING, "reference": "one", "by": SYSTEM, "at": AT,
    }  # fmt: skip
    assert refused(issue_invoice, **base | {"by": FINANCE}) == Refusal.NOT_ALLOWED
    assert refused(issue_invoice, **base | {"by": agent_of(a_provider())}) == Refusal.NOT_ALLOWED
    assert refused(issue_invoice, **base | {"by": holder_of(an_account())}) == Refusal.NOT_ALLOWED
    issue_invoice(**base)
    assert refused(issue_invoice, **base | {"amount_cents": 6_000}) == Refusal.REFERENCE_REUSED
    assert refused(issue_invoice, **base | {"reference": "two", "amount_cents": 0}) == Refusal.AMOUNT_NOT_POSITIVE
    assert refused(issue_invoice, **base | {"reference": "two", "provider_id": uuid4()}) == Refusal.PROVIDER_UNKNOWN
    assert Invoice.objects.count() == 1


def test_an_invoice_moves_what_was_committed_to_what_is_owed_and_is_payable_in_thirty_days():
    provider, enrolment = a_provider(), uuid4()
    invoice = an_invoice(provider, 120_000, about=enrolment)
    card = queries.invoice(invoice)
    assert (card.state, card.issued_on, card.payable_by) == (InvoiceState.TO_PAY, date(2026, 6, 1), date(2026, 7, 1))
    (movement,) = movements_about(enrolment)
    assert (movement.code, movement.account, movement.counterpart) == (
        Code.SETTLEMENT, house(House.COMMITMENTS), provider_payable(provider),
    )  # fmt: skip
    assert house_sums()[provider_payable(provider)].balance_cents == 120_000
    assert not sound()


def test_the_same_reference_is_the_same_invoice():
    provider, account, enrolment = a_provider(), an_account(), uuid4()
    first = an_invoice(provider, account=account, about=enrolment, reference="enrolment x billed")
    again = an_invoice(provider, account=account, about=enrolment, reference="enrolment x billed", at=LATER)
    assert first == again
    assert house_sums()[provider_payable(provider)].balance_cents == 100_000


def test_numbers_run_without_a_hole_for_each_provider_and_year():
    one, other = a_provider(), a_provider()
    an_invoice(one, reference="a")
    with pytest.raises(Refused):
        an_invoice(one, 0, reference="refused")
    an_invoice(other, reference="b")
    an_invoice(one, reference="c")
    an_invoice(one, reference="d", at=AT + timedelta(days=300))
    numbers = sorted(card.number for card in queries.invoices_of(one))
    assert [number[:4] + number[19:] for number in numbers] == ["2026-000001", "2026-000002", "2027-000001"]
    assert [card.number[-6:] for card in queries.invoices_of(other)] == ["000001"]


# Preparing --------------------------------------------------------------------------------------------------------


def test_preparing_refused_in_order():
    provider = a_provider()
    an_invoice(provider)
    for by in (AGENT, APPROVER, manager_of(provider)):
        assert refused(prepare_payouts, until=UNTIL, by=by, at=LATER) == Refusal.NOT_ALLOWED
    assert refused(prepare_payouts, until=UNTIL - timedelta(days=1), by=FINANCE, at=LATER) == Refusal.NOTHING_TO_PAY
    assert PayoutBatch.objects.count() == 0


def test_a_batch_has_one_line_for_each_provider_with_the_sum_of_its_invoices():
    one, other = a_provider(), a_provider()
    for cents in (10_000, 20_050):
        an_invoice(one, cents)
    an_invoice(other, 7)
    batch = queries.batch(a_batch())
    assert (batch.state, batch.count, batch.total_cents) == (BatchState.DRAFT, 2, 30_057)
    sums = {line.provider_id: line.amount_cents for line in batch.lines}
    assert sums == {one: 30_050, other: 7}
    assert {invoice.state for line in batch.lines for invoice in line.invoices} == {InvoiceState.IN_BATCH}
    assert batch.lines[0].iban_masked.count("•") == 4
    assert not sound()


def test_those_who_cannot_be_paid_wait():
    ready, unbanked, cooling, suspended = a_provider(), a_provider(banked=False), a_provider(banked=False), a_provider()
    a_bank_account(cooling, at=LATER - timedelta(hours=2))
    reference(provider_id=suspended, by=SYSTEM, at=AT)
    suspend(provider_id=suspended, reason="Contrôle en cours", by=SYSTEM, at=AT)
    for provider in (ready, unbanked, cooling, suspended):
        an_invoice(provider)
    told = queries.payable(UNTIL, on=date(2026, 7, 1))
    assert (told.payable_cents, told.payable_count, told.waiting_cents, told.waiting_count) == (100_000, 1, 300_000, 3)
    assert [line.provider_id for line in queries.batch(a_batch()).lines] == [ready]
    after = a_batch(at=LATER + timedelta(days=5))
    assert [line.provider_id for line in queries.batch(after).lines] == [cooling]


def test_what_a_provider_owes_back_is_not_sent_out_again():
    provider, account = a_provider(), an_account()
    for cents, name in ((30_000, "first"), (50_000, "second")):
        an_invoice(provider, cents, reference=name)
    taken_back = Transfer(
        owner=account,
        debit=provider_payable(provider),
        credit=house(House.COMMITMENTS),
        amount_cents=10_000,
        code=Code.CORRECTION,
        effective_on=UNTIL,
        reference="deposit taken back",
    )
    post(transfers=[taken_back], by=SYSTEM, at=AT)
    assert not sound()
    told = queries.payable(UNTIL, on=UNTIL)
    assert (told.payable_cents, told.waiting_cents) == (30_000, 50_000)
    assert queries.batch(a_batch()).total_cents == 30_000
    assert refused(prepare_payouts, until=UNTIL, by=FINANCE, at=LATER) == Refusal.NOTHING_TO_PAY
    assert not sound()


# Approving --------------------------------------------------------------------------------------------------------


def test_approving_refused_in_order():
    provider = a_provider()
    an_invoice(provider)
    batch = a_batch(by=BOTH)
    assert refused(approve_payouts, batch_id=uuid4(), by=APPROVER, at=LATER) == Refusal.BATCH_UNKNOWN
    for by in (FINANCE, AGENT, manager_of(provider)):
        assert refused(approve_payouts, batch_id=batch, by=by, at=LATER) == Refusal.NOT_ALLOWED
    assert refused(approve_payouts, batch_id=batch, by=BOTH, at=LATER) == Refusal.SAME_PERSON
    # Who prepared as a keeper of the money and was made approver since is still the same person.
    promoted = replace(BOTH, roles=frozenset({Role.STAFF_APPROVER}))
    keeper = replace(BOTH, roles=frozenset({Role.STAFF_FINANCE}))
    an_invoice(a_provider())
    once = a_batch(by=keeper)
    assert refused(approve_payouts, batch_id=once, by=promoted, at=LATER) == Refusal.SAME_PERSON
    a_bank_account(provider, at=LATER)
    assert refused(approve_payouts, batch_id=batch, by=APPROVER, at=LATER) == Refusal.BANK_DETAILS_CHANGED
    assert queries.batch(batch).state == BatchState.DRAFT
    assert queries.payout_file(batch) is None
    discard_payouts(batch_id=batch, by=APPROVER, at=LATER)
    assert refused(approve_payouts, batch_id=batch, by=APPROVER, at=LATER) == Refusal.NOT_IN_THIS_STATE


def test_without_our_own_account_nothing_is_approved(settings):
    an_invoice(a_provider())
    batch = a_batch()
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"demo": False})
    assert refused(approve_payouts, batch_id=batch, by=APPROVER, at=LATER) == Refusal.DEBTOR_ACCOUNT_MISSING


def test_a_file_that_is_not_valid_stops_the_approval(settings):
    an_invoice(a_provider())
    batch = a_batch()
    wrong = {"debtor_name": "X", "debtor_iban": "FR7699999000010000000000116", "debtor_bic": "ACQUFRPP"}
    settings.ACQUIS = settings.ACQUIS.model_copy(update=wrong)
    assert refused(approve_payouts, batch_id=batch, by=APPROVER, at=LATER) == Refusal.FILE_NOT_VALID
    assert house_sums()[house(House.PAYOUTS_IN_TRANSIT)].balance_cents == 0


def test_the_file_is_valid_by_its_schema_and_says_what_the_batch_says():
    for cents in (10_001, 99, 1_234_567):
        an_invoice(a_provider(name="Zoë « Œuvre » & fils"), cents)
    batch_id = a_batch()
    approve_payouts(batch_id=batch_id, by=APPROVER, at=LATER)
    content, batch = queries.payout_file(batch_id), queries.batch(batch_id)
    schema = etree.XMLSchema(
        etree.fromstring((resources.files("sepaxml") / "schemas" / "pain.001.001.09.xsd").read_bytes())
    )
    document = etree.fromstring(content)
    schema.assertValid(document)
    assert hashlib.sha256(content).hexdigest() == batch.sha256
    assert [node.text for node in document.iterfind(".//p:CtrlSum", NS)] == ["12446.67", "12446.67"]
    assert document.findtext(".//p:MsgId", namespaces=NS) == batch.number
    ends = [node.text for node in document.iterfind(".//p:EndToEndId", NS)]
    assert ends == [line.end_to_end_id for line in batch.lines]
    assert document.findtext(".//p:ReqdExctnDt/p:Dt", namespaces=NS) == batch.execute_on.isoformat() == "2026-07-02"
    assert not sound()


def test_a_stored_file_that_was_changed_is_not_given():
    an_invoice(a_provider())
    batch = a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    PayoutBatch.objects.filter(pk=batch).update(file=b"<other/>")
    with pytest.raises(queries.Altered):
        queries.payout_file(batch)
    assert any("file" in sentence for sentence in sound())


# Paying -----------------------------------------------------------------------------------------------------------


def test_every_step_is_in_the_ledger_and_the_enrolment_hears_of_it():
    provider, enrolment = a_provider(), uuid4()
    an_invoice(provider, 80_000, about=enrolment)
    batch = a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    sums = house_sums()
    assert sums[provider_payable(provider)].balance_cents == 0
    assert sums[house(House.PAYOUTS_IN_TRANSIT)].balance_cents == 80_000
    mark_paid(batch_id=batch, by=FINANCE, at=LATER + timedelta(days=1))
    sums = house_sums()
    assert sums[house(House.PAYOUTS_IN_TRANSIT)].balance_cents == 0
    assert sums[house(House.BANK)].balance_cents == 80_000
    (invoice,) = queries.invoices_about(enrolment)
    assert (invoice.state, invoice.paid_on) == (InvoiceState.PAID, date(2026, 7, 2))
    (told,) = recent(kinds=["treasury.paid"])
    assert told.about == enrolment
    assert [m.code for m in movements_about(enrolment)] == [Code.PAYOUT, Code.SETTLEMENT]
    assert refused(mark_paid, batch_id=batch, by=FINANCE, at=LATER) == Refusal.NOT_IN_THIS_STATE
    assert house_sums()[house(House.BANK)].balance_cents == 80_000
    assert not sound()


def test_paying_refused_in_order():
    an_invoice(a_provider())
    batch = a_batch()
    assert refused(mark_paid, batch_id=uuid4(), by=FINANCE, at=LATER) == Refusal.BATCH_UNKNOWN
    assert refused(mark_paid, batch_id=batch, by=AGENT, at=LATER) == Refusal.NOT_ALLOWED
    assert refused(mark_paid, batch_id=batch, by=FINANCE, at=LATER) == Refusal.NOT_IN_THIS_STATE


def test_a_batch_given_up_lets_its_invoices_be_paid_in_the_next():
    provider = a_provider()
    an_invoice(provider)
    first = a_batch()
    assert refused(discard_payouts, batch_id=first, by=AGENT, at=LATER) == Refusal.NOT_ALLOWED
    discard_payouts(batch_id=first, by=FINANCE, at=LATER)
    assert refused(discard_payouts, batch_id=first, by=FINANCE, at=LATER) == Refusal.NOT_IN_THIS_STATE
    second = a_batch()
    assert queries.batch(second).total_cents == 100_000
    approve_payouts(batch_id=second, by=APPROVER, at=LATER)
    assert refused(discard_payouts, batch_id=second, by=FINANCE, at=LATER) == Refusal.NOT_IN_THIS_STATE
    assert not sound()


def test_a_provider_sees_its_own_invoices_and_no_batch():
    mine, other = a_provider(), a_provider()
    an_invoice(mine)
    an_invoice(other)
    batch = a_batch()
    me = agent_of(mine)
    assert len(queries.invoices_of(mine, by=me)) == 1
    assert queries.invoices_of(other, by=me) == []
    assert queries.batch(batch, by=me) is None
    assert queries.batches(by=me) == []
    assert queries.payout_file(batch, by=me) is None


def test_the_file_of_a_batch_is_not_read_with_each_of_its_invoices():
    """A file of some megabytes, a hundred thousand times, is more memory than a machine has."""
    provider = a_provider()
    a_bank_account(provider)
    for _ in range(2):
        an_invoice(provider)
    batch = a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=AT)
    with CaptureQueriesContext(connection) as sent:
        assert len(queries.batch(batch).lines[0].invoices) == 2
        assert len(queries.invoices_of(provider)) == 2
        mark_paid(batch_id=batch, by=FINANCE, at=LATER)
    reading = [each["sql"] for each in sent if "treasury_payoutbatch" in each["sql"]]
    assert len(reading) > 2
    assert [statement for statement in reading if '"treasury_payoutbatch"."file"' in statement] == []


def test_a_batch_is_read_a_page_at_a_time_and_its_sheet_tells_everything(monkeypatch):
    """Three transfers, one of them for two invoices, on pages of two with one invoice told of each."""
    monkeypatch.setattr(batch_queries, "LINES_PER_PAGE", 2)
    monkeypatch.setattr(batch_queries, "INVOICES_TOLD", 1)
    for _each in range(3):
        last = a_provider()
        an_invoice(last, 10_000)
    an_invoice(last, 20_000)
    batch = a_batch()
    first, second = queries.batch(batch), queries.batch(batch, page=2)
    assert (first.pages, len(first.lines), len(second.lines)) == (2, 2, 1)
    assert (first.returned, first.ordered_cents, first.total_cents) == (0, 50_000, 50_000)
    both = sorted((line.count, len(line.invoices)) for line in (*first.lines, *second.lines))
    assert both == [(1, 1), (1, 1), (2, 1)]
    with visiting.at(LATER):
        client = visiting.signed_in(FINANCE)
        shown = visiting.words(client.get(f"/agents/paiements/{batch}"))
        sheet = client.get(f"/agents/paiements/{batch}/factures.csv").content.decode()
        assert visiting.signed_in(AGENT).get(f"/agents/paiements/{batch}/factures.csv").status_code == 404
    assert "Page 2 Suivante" in shown
    assert sheet.count("\r\n") == 5
    assert sheet.count(";100,00;") == 3
    assert sheet.count(";200,00;") == 1
