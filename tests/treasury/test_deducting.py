"""What is credited of an invoice before it is paid is never sent; what is credited after holds the next payments up."""

import pytest
from tests.treasury.scenes import (
    AGENT,
    APPROVER,
    AT,
    FINANCE,
    LATER,
    SYSTEM,
    TRAINING,
    UNTIL,
    a_batch,
    a_provider,
    an_account,
    an_invoice,
)

from acquis.journal.models import Event
from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_sums
from acquis.ledger.types import House, house, provider_payable
from acquis.treasury import queries
from acquis.treasury.actions import (
    approve_payouts,
    discard_payouts,
    issue_credit_note,
    mark_paid,
    return_payout,
    withhold,
)
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Invoice
from acquis.treasury.types import InvoiceKind, InvoiceState, LineAct, Refusal, Unpaid

pytestmark = pytest.mark.django_db


def credit(invoice, cents, reference="note"):
    return issue_credit_note(
        invoice_id=invoice, amount_cents=cents, of=TRAINING, reference=reference, by=SYSTEM, at=LATER
    )


def paid(batch=None):
    batch = batch or a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    mark_paid(batch_id=batch, by=FINANCE, at=LATER)
    return batch


def approving(batch):
    with pytest.raises(Refused) as refusal:
        approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    return refusal.value.reason


def owed(provider):
    return house_sums()[provider_payable(provider)].balance_cents


def sound():
    return [sentence for check in CHECKED for sentence in check()]


def test_what_was_credited_since_the_batch_was_prepared_is_not_paid():
    provider, other = a_provider(), a_provider()
    late = an_invoice(provider, 30_000, kind=InvoiceKind.LATE_CANCELLATION)
    an_invoice(other, 7_000)
    batch = a_batch()
    # Something else is owed, so that the sum alone would not tell.
    an_invoice(provider, 50_000, at=LATER)
    credit(late, 30_000)
    assert approving(batch) == Refusal.TAKEN_BACK
    assert not sound()
    discard_payouts(batch_id=batch, by=FINANCE, at=LATER)
    assert queries.invoice(late).state == InvoiceState.DEDUCTED
    # Its enrolment hears of it, and waits for nothing more.
    assert Event.objects.filter(kind="treasury.invoice_deducted", about=queries.invoice(late).about).count() == 1
    assert [each.cents for each in queries.aged_payables(UNTIL)] == [50_000, 7_000]
    paid()
    assert owed(provider) == 50_000
    assert house_sums()[house(House.BANK)].balance_cents == 7_000
    assert not sound()


def test_a_batch_does_not_pay_who_came_to_owe_back_since():
    provider = a_provider()
    deposit = an_invoice(provider, 80_000, kind=InvoiceKind.DEPOSIT)
    paid()
    an_invoice(provider, 50_000)
    batch = a_batch()
    credit(deposit, 80_000)
    assert approving(batch) == Refusal.OWES_BACK
    assert owed(provider) == -30_000
    assert not sound()


def test_an_unpaid_invoice_credited_whole_is_settled_and_holds_no_other_up():
    provider = a_provider()
    late, good = an_invoice(provider, 30_000), an_invoice(provider, 20_000)
    credit(late, 10_000, "one")
    credit(late, 20_000, "two")
    assert queries.invoice(late).state == InvoiceState.DEDUCTED
    assert [(each.count, each.cents) for each in queries.aged_payables(UNTIL)] == [(1, 20_000)]
    batch = paid()
    assert [each.id for line in queries.batch(batch).lines for each in line.invoices] == [good]
    assert owed(provider) == 0
    assert not sound()


def test_an_unpaid_invoice_credited_in_part_is_paid_the_rest():
    provider = a_provider()
    invoice = an_invoice(provider, 30_000)
    credit(invoice, 12_000)
    assert [each.cents for each in queries.aged_payables(UNTIL)] == [18_000]
    batch = paid()
    assert queries.batch(batch).total_cents == house_sums()[house(House.BANK)].balance_cents == 18_000
    assert queries.invoice(invoice).state == InvoiceState.PAID
    assert owed(provider) == 0
    assert not sound()


def test_a_transfer_that_comes_back_is_owed_less_what_was_credited_meanwhile():
    provider = a_provider()
    invoice = an_invoice(provider, 30_000)
    (line,) = queries.batch(paid()).lines
    credit(invoice, 30_000)
    assert (queries.invoice(invoice).state, owed(provider)) == (InvoiceState.PAID, -30_000)
    return_payout(
        line_id=line.id, word=LineAct.RETURN, reason="AC04", blames_account=False, on=UNTIL, by=FINANCE, at=LATER
    )
    assert (queries.invoice(invoice).state, owed(provider)) == (InvoiceState.DEDUCTED, 0)
    assert not sound()


def test_what_is_withheld_does_not_cover_what_is_owed_back():
    provider, account = a_provider(), an_account()
    deposit = an_invoice(provider, 80_000, kind=InvoiceKind.DEPOSIT)
    paid()
    held = Invoice.objects.get(pk=an_invoice(provider, 100_000, account=account))
    withhold(about=held.about, account_id=account, provider_id=provider, by=AGENT, at=AT)
    credit(deposit, 80_000)
    an_invoice(provider, 50_000)
    told = queries.payable(UNTIL, on=UNTIL)
    assert (owed(provider), told.payable_cents) == (70_000, 0)
    assert {each.why: each.cents for each in told.waiting} == {Unpaid.WITHHELD: 100_000, Unpaid.OWES_BACK: 50_000}
    assert not sound()


def test_a_body_with_one_purchase_under_control_is_paid_for_the_others():
    provider, account = a_provider(), an_account()
    held = Invoice.objects.get(pk=an_invoice(provider, 100_000, account=account))
    other = an_invoice(provider, 50_000)
    withhold(about=held.about, account_id=account, provider_id=provider, by=AGENT, at=AT)
    batch = paid()
    assert queries.batch(batch).total_cents == 50_000
    assert queries.invoice(other).state is InvoiceState.PAID
    assert queries.invoice(held.id).state is InvoiceState.TO_PAY
    assert not sound()


def test_a_batch_with_an_invoice_put_under_control_since_is_not_approved():
    provider, account = a_provider(), an_account()
    held = Invoice.objects.get(pk=an_invoice(provider, 100_000, account=account))
    batch = a_batch()
    withhold(about=held.about, account_id=account, provider_id=provider, by=AGENT, at=AT)
    assert approving(batch) == Refusal.WITHHELD
