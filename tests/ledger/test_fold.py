"""Credits of books wait beside the balances: everybody reads both, and each is folded once, however the calls race."""

import pytest
from django.db import connection

from acquis.kit.refusal import Refused
from acquis.ledger import jobs
from acquis.ledger.actions import fold, open_book, post, post_columns, post_reserved, reserve
from acquis.ledger.column_queries import balances_between
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

    def spend(place):
        for n in range(4):
            post(transfers=[holders[(place + n * 7) % 30].spends(301, f"spend {place} {n}")], **DONE)

    def work():
        while Waiting.objects.exists():
            fold(most=4, **DONE)

    # Each holder is asked for four times 301 of their 1 005 cents: three are paid.
    answers = at_once([*[lambda place=place: spend(place) for place in range(30)], work, work])
    assert all(answer is None or answer is Refusal.BALANCE_TOO_LOW for answer in answers), answers
    work()
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner, count(*) FROM ledger_transfer WHERE reference LIKE 'spend %%' GROUP BY owner")
        spent = dict(cursor.fetchall())
    assert max(spent.values()) <= 3
    assert [holder.balance()[0] for holder in holders] == [1_005 - 301 * spent.get(h.owner, 0) for h in holders]
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
