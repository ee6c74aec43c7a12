"""Credits of books wait beside the balances: everybody reads both, and each is folded once, however the calls race."""

import threading
import time

import pytest
from django.db import connection, transaction

from acquis.kit import columns as kit
from acquis.kit.refusal import Refused
from acquis.ledger import jobs
from acquis.ledger.actions import fold, open_book, post, post_columns, post_reserved, reserve
from acquis.ledger.column_queries import balances_between, held_and_moved
from acquis.ledger.models import Early, GuardedAccount, Waiting
from acquis.ledger.queries import house_sums, purses_cents
from acquis.ledger.types import Refusal

from .scenes import DONE, RIGHTS, TODAY, Holder, broken
from .test_concurrency import at_once
from .test_post_columns import BOOK, columns


def credited(holders, amounts, *, number=1, reference="book:waits"):
    book = open_book(reference=reference, **BOOK, **DONE)
    post_columns(book=book, number=number, **columns(holders, amounts), **DONE)
    return book


def row(holder):
    """What the balance row says by itself."""
    return GuardedAccount.objects.get(owner=holder.owner, id=holder.purse).posted_cents


@pytest.mark.django_db
def test_what_waits_is_in_every_balance_and_in_no_row():
    holders = [Holder(100), Holder(), Holder()]
    before, sums = purses_cents(), house_sums()[RIGHTS].debits_cents
    credited(holders, [500, 600, 700])
    assert [holder.balance() for holder in holders] == [(600, 0), (600, 0), (700, 0)]
    assert [row(holder) for holder in holders] == [100, 0, 0]
    assert purses_cents() - before == 1_800
    assert house_sums()[RIGHTS].debits_cents - sums == 1_800
    first, last = (edge(holder.owner for holder in holders) for edge in (min, max))
    assert balances_between(first, last).posted.sum() == 1_900
    assert broken() == []


@pytest.mark.django_db
def test_the_worker_folds_the_rest_portion_by_portion_and_once():
    holders = [Holder() for _ in range(5)]
    credited(holders, [10, 20, 30, 40, 50])
    assert fold(most=2, **DONE) == 2
    assert sorted(map(row, holders)) == [0, 0, 0, 10, 20]
    assert broken() == []
    jobs.fold(timestamp=0)
    assert [row(holder) for holder in holders] == [10, 20, 30, 40, 50]
    assert [holder.balance() for holder in holders] == [(cents, 0) for cents in (10, 20, 30, 40, 50)]
    assert fold(**DONE) == 0
    assert not Waiting.objects.exists()
    assert broken() == []


@pytest.mark.django_db
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("act", [post, reserve])
def test_who_spends_more_than_the_row_folds_what_waits_for_them_alone(act, alone):
    spender, other = Holder(100), Holder()
    credited([spender, other], [500, 600])
    credited([spender, other], [5, 6], reference="book:waits too")
    transfers = [spender.spends(550, "much")] if alone else [spender.spends(500, "a"), spender.spends(50, "b")]
    act(transfers=transfers, **DONE)
    act(transfers=transfers, **DONE)
    assert spender.balance() == ((55, 0) if act is post else (605, 550))
    assert (row(spender), row(other)) == (55 if act is post else 605, 0)
    assert Early.objects.count() == 2
    # In columns, what was folded early is not told twice.
    ends = sorted([spender.owner, other.owner])
    for held in (balances_between(*ends), held_and_moved(*ends)[0]):
        told = {
            each.owner: held.posted[kit.same(held.owners, kit.uuids([each.owner]))].sum() for each in (spender, other)
        }
        assert told == {each.owner: each.balance()[0] for each in (spender, other)}
    with pytest.raises(Refused) as refused:
        act(transfers=[spender.spends(56)], **DONE)
    assert refused.value.reason == Refusal.BALANCE_TOO_LOW
    jobs.fold(timestamp=0)
    assert (row(spender), row(other)) == (55 if act is post else 605, 606)
    assert not Early.objects.exists()
    assert broken() == []


@pytest.mark.django_db
def test_a_batch_partly_met_before_folds_too():
    spender = Holder(100)
    first = spender.spends(80, "first")
    post(transfers=[first], **DONE)
    credited([spender], [500])
    post(transfers=[first, spender.spends(400, "second")], **DONE)
    assert spender.balance() == (120, 0)
    assert broken() == []


@pytest.mark.django_db
def test_a_payment_that_fits_the_row_folds_nothing():
    spender = Holder(100)
    credited([spender], [500])
    reserve(transfers=[spender.spends(100, "r")], **DONE)
    post_reserved(references=["r"], effective_on=TODAY, **DONE)
    assert (row(spender), spender.balance()) == (0, (500, 0))
    assert not Early.objects.exists()
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_spenders_and_the_worker_at_once_fold_each_credit_once():
    holders = [Holder(5) for _ in range(30)]
    credited(holders, [1_000] * 30)
    refusals = []

    def spend(place):
        for n in range(4):
            try:
                post(transfers=[holders[(place + n * 7) % 30].spends(301, f"spend {place} {n}")], **DONE)
            except Refused as refused:
                refusals.append(refused.reason)

    def work():
        while Waiting.objects.exists():
            fold(most=4, **DONE)

    # Each holder is asked for four times 301 of their 1 005 cents: three are paid.
    answers = at_once([*[lambda place=place: spend(place) for place in range(30)], work, work])
    assert answers == [None] * len(answers)
    assert set(refusals) == {Refusal.BALANCE_TOO_LOW}
    work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner, count(*) FROM ledger_transfer WHERE reference LIKE 'spend %%' GROUP BY owner")
        spent = dict(cursor.fetchall())
    assert spent == {holder.owner: 3 for holder in holders}
    assert [holder.balance()[0] for holder in holders] == [1_005 - 301 * 3] * 30
    assert [row(holder) for holder in holders] == [holder.balance()[0] for holder in holders]
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_gives_way_to_who_holds_a_purse():
    holder = Holder(5)
    credited([holder], [1_000])
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT FROM ledger_guardedaccount WHERE owner = %s FOR UPDATE", [holder.owner])
        assert at_once([lambda: fold(**DONE)]) == [0]
        cursor.execute("ROLLBACK")
    assert at_once([lambda: fold(**DONE)]) == [1]
    assert (row(holder), broken()) == (1_005, [])


@pytest.fixture
def spends_behind_the_worker():
    """Somebody pays out of what waits, in a transaction kept open, while the worker is at their credit.

    A function `(pay, meanwhile)`: what the payment answered.
    """

    def run(pay, meanwhile=None):
        answers, paid, may_end = [], threading.Event(), threading.Event()

        def spend():
            try:
                with transaction.atomic():
                    pay()
                    paid.set()
                    may_end.wait(60)
                answers.append(None)
            except Refused as refused:
                answers.append(refused.reason)
            finally:
                paid.set()
                connection.close()

        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                cursor.execute("SELECT ledger_fold(1000)")
                thread = threading.Thread(target=spend)
                thread.start()
                until_somebody_waits(cursor)
                if meanwhile:
                    assert at_once([meanwhile]) == [None]
            finally:
                cursor.execute("COMMIT")
        assert paid.wait(60)
        # The worker comes again before the payment ends: what the payment has folded is not to be folded again.
        again = threading.Thread(target=lambda: at_once([lambda: fold(**DONE)]))
        again.start()
        with connection.cursor() as cursor:
            until_somebody_waits(cursor, while_alive=again)
        may_end.set()
        again.join(60)
        thread.join(60)
        return answers[0]

    return run


def until_somebody_waits(cursor, *, while_alive=None):
    for _ in range(400):
        if while_alive and not while_alive.is_alive():
            return
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        if cursor.fetchone() != (0,):
            return
        time.sleep(0.02)
    pytest.fail("the payment did not wait for the worker")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("alone", [True, False])
def test_who_waited_for_the_worker_is_paid_out_of_what_it_folded(spends_behind_the_worker, alone):
    spender = Holder()
    credited([spender], [1_000])
    transfers = [spender.spends(500, "a")] if alone else [spender.spends(250, "a"), spender.spends(250, "b")]
    assert spends_behind_the_worker(lambda: post(transfers=transfers, **DONE)) is None
    assert (row(spender), spender.balance()) == (500, (500, 0))
    assert broken() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("alone", [True, False])
@pytest.mark.parametrize("spent", [500, 1_500])
def test_a_slice_that_comes_while_one_waits_is_folded_once(spends_behind_the_worker, alone, spent):
    spender = Holder()
    credited([spender], [1_000])
    half = spent // 2
    transfers = [spender.spends(spent, "a")] if alone else [spender.spends(half, "a"), spender.spends(half, "b")]

    def meanwhile():
        credited([spender], [700], reference="book:meanwhile")

    answer = spends_behind_the_worker(lambda: post(transfers=transfers, **DONE), meanwhile)
    assert answer is None
    assert spender.balance() == (1_700 - spent, 0)
    jobs.fold(timestamp=0)
    assert (row(spender), spender.balance()) == (1_700 - spent, (1_700 - spent, 0))
    assert broken() == []
