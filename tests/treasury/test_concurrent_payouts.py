"""Two persons prepare payouts at the same moment: no invoice is in both batches; numbers stay without a hole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.treasury.scenes import APPROVER, FINANCE, LATER, a_batch, a_provider, an_account, an_invoice

from acquis.kit.refusal import Refused
from acquis.treasury.actions import approve_payouts, mark_paid
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import Invoice, PayoutBatch
from acquis.treasury.types import InvoiceState, Refusal

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


def test_invoices_issued_at_once_have_numbers_without_a_hole_and_a_repetition_has_none():
    provider, account, enrolment = a_provider(), an_account(), uuid4()
    an_invoice(provider, reference="first")

    def same():
        return an_invoice(provider, account=account, about=enrolment, reference="same", amount_cents=5)

    given = at_once(*[lambda n=n: an_invoice(provider, reference=f"own {n}") for n in range(4)], same, same)
    assert given[-1] == given[-2]
    assert sorted(int(i.number[-6:]) for i in Invoice.objects.all()) == [1, 2, 3, 4, 5, 6]
    assert not sound()
