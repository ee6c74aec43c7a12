"""Opening accounts, and rolling up the sums of those that everybody touches."""

import threading

import pytest
from django.db import connection, transaction

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_accounts, post, reserve, roll_up
from acquis.ledger.models import HouseSum
from acquis.ledger.queries import balances, house_sums
from acquis.ledger.types import NewAccount, Refusal, Unit

from .scenes import COMMITMENTS, DONE, RIGHTS, Holder, broken


@pytest.mark.django_db
def test_opening_again_changes_nothing():
    holder = Holder(500)
    open_accounts(accounts=[NewAccount(id=holder.purse, owner=holder.owner)] * 2, **DONE)
    assert holder.balance() == (500, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"owner": new_id()}, {"unit": Unit.HOUR}, {"id": RIGHTS}])
def test_opening_otherwise_is_refused(other):
    holder, fresh = Holder(), new_id()
    again = NewAccount(**{"id": holder.purse, "owner": holder.owner} | other)
    with pytest.raises(Refused) as refused:
        open_accounts(accounts=[NewAccount(id=fresh, owner=holder.owner), again], **DONE)
    assert refused.value.reason == Refusal.ACCOUNT_DIFFERS
    assert balances([fresh]) == {}
    assert broken() == []


@pytest.mark.django_db
def test_rolled_up_or_not_the_sums_are_the_same():
    holder = Holder(1_000)
    for _ in range(4):
        post(transfers=[holder.spends(10)], **DONE)
        reserve(transfers=[holder.spends(10)], **DONE)
        before = house_sums()
        roll_up(**DONE)
        assert house_sums() == before
        assert broken() == []
    assert HouseSum.objects.get(account=COMMITMENTS).credits_cents == 30
    assert house_sums()[COMMITMENTS].balance_cents == 40
    assert house_sums()[RIGHTS].balance_cents == -1_000


@pytest.mark.django_db(transaction=True)
def test_a_roll_up_never_passes_over_a_row_that_is_not_committed_yet():
    holder = Holder(1_000)
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            post(transfers=[holder.spends(10)], **DONE)
            written.set()
            go_on.wait(60)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(60)
    post(transfers=[Holder(1_000).receives(5)], **DONE)  # numbered after the slow one, committed before
    roll_up(**DONE)
    roll_up(**DONE)
    go_on.set()
    thread.join()
    for _ in range(2):
        roll_up(**DONE)
    assert house_sums()[COMMITMENTS].credits_cents == 10
    assert broken() == []
