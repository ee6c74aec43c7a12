"""Two persons prepare payouts at the same moment: no invoice is in both batches; numbers stay without a hole."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.treasury.scenes import APPROVER, FINANCE, LATER, a_bank_account, a_batch, a_provider, an_account, an_invoice

from acquis.kit.refusal import Refused
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury.actions import approve_payouts, mark_paid, take_bank_file
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import BankEntry, Invoice, PayoutBatch
from acquis.treasury.types import EntryState, InvoiceState, LineState, Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run functions in as many threads, all starting together; what each gave, or the refusal it met."""
    start = Barrier(len(works))

    def run(work):
        try:
            start.wait()
            return work()
        except Refused as refused:
            return refused.reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def sound():
    return [sentence for check in CHECKED for sentence in check()]


def test_no_invoice_is_in_two_batches():
    for provider in (a_provider(), a_provider(), a_provider()):
        for _ in range(5):
            an_invoice(provider)
    results = at_once(*[a_batch] * 4)
    assert results.count(Refusal.NOTHING_TO_PAY) == 3
    (batch,) = PayoutBatch.objects.all()
    assert (batch.total_cents, batch.count) == (1_500_000, 3)
    assert Invoice.objects.filter(state=InvoiceState.IN_BATCH, line__batch=batch).count() == 15
    assert not sound()


def test_a_batch_is_approved_once_and_paid_once():
    an_invoice(a_provider())
    batch = a_batch()
    approved = at_once(*[lambda: approve_payouts(batch_id=batch, by=APPROVER, at=LATER)] * 3)
    assert sorted(map(str, approved)) == ["None", *[str(Refusal.NOT_IN_THIS_STATE)] * 2]
    paid = at_once(*[lambda: mark_paid(batch_id=batch, by=FINANCE, at=LATER)] * 3)
    assert paid.count(None) == 1
    assert not sound()


def test_a_change_of_account_under_way_is_waited_for_and_stops_the_batch():
    provider = a_provider()
    an_invoice(provider)
    batch = a_batch()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            a_bank_account(provider, at=LATER)
            approved = pool.submit(at_once, lambda: approve_payouts(batch_id=batch, by=APPROVER, at=LATER))
            assert not wait([approved], timeout=2).done
        assert approved.result() == [Refusal.BANK_DETAILS_CHANGED]
    assert not sound()


def test_invoices_issued_at_once_have_numbers_without_a_hole_and_a_repetition_has_none():
    provider, account, enrolment = a_provider(), an_account(), uuid4()
    an_invoice(provider, reference="first")

    def same():
        return an_invoice(provider, account=account, about=enrolment, reference="same", amount_cents=5)

    given = at_once(*[lambda n=n: an_invoice(provider, reference=f"own {n}") for n in range(4)], same, same)
    assert given[-1] == given[-2]
    assert sorted(int(i.number[-6:]) for i in Invoice.objects.all()) == [1, 2, 3, 4, 5, 6]
    assert not sound()


def test_one_statement_taken_by_several_and_a_person_who_says_it_is_paid_move_the_money_once():
    an_invoice(a_provider(), 120_000)
    batch = PayoutBatch.objects.get(pk=a_batch())
    approve_payouts(batch_id=batch.id, by=APPROVER, at=LATER)
    (line,) = batch.lines.all()
    booked = [
        Booked(credit=False, amount_cents=120_000, reference="B1", order_id=batch.number),
        Booked(credit=True, amount_cents=120_000, reference="B2", end_to_end_id=line.end_to_end_id, reason="AC04"),
    ]
    one, two = (
        bank_standin.statement(
            iban="FR76", number=number, on=LATER.date(), made_at=LATER, opening_cents=0, booked=booked
        )
        for number in ("S1", "S2")
    )

    def take(content):
        return take_bank_file(content=content, name="x", by=FINANCE, at=LATER)

    results = at_once(
        lambda: take(one), lambda: take(one), lambda: take(two),
        lambda: mark_paid(batch_id=batch.id, by=FINANCE, at=LATER),
    )  # fmt: skip
    assert results[0] == results[1]
    assert results[3] in (None, Refusal.NOT_IN_THIS_STATE)
    line.refresh_from_db()
    assert line.state == LineState.RETURNED
    assert Invoice.objects.get().state == InvoiceState.TO_PAY
    assert BankEntry.objects.filter(state=EntryState.TO_LOOK_AT).count() == 0
    assert not sound()
