"""Posting: refusals in the order of the checks, then what posting does."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from acquis.kit.act import ACTS, act
from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.ledger.actions import open_accounts, open_payable, post
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Code, NewAccount, Refusal, Unit, provider_payable

from .scenes import DONE, RIGHTS, TODAY, Holder, broken, rows_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    """One purse with 100,00 € received under the reference ``first``, a second purse, empty."""
    holder = Holder(purses=2)
    holder.first = f"first {holder.owner}"
    post(transfers=[holder.receives(10_000, holder.first)], **DONE)
    return holder


def hours(holder):
    account = new_id()
    open_accounts(accounts=[NewAccount(id=account, owner=holder.owner, unit=Unit.HOUR)], **DONE)
    return account


# Each batch would also be refused by every check that comes after the one it names.
REFUSALS = [
    (Refusal.NOT_A_TRANSFER, lambda h: [h.spends(0, h.first)]),
    (Refusal.NOT_A_TRANSFER, lambda h: [h.spends(-1, h.first)]),
    (Refusal.NOT_A_TRANSFER, lambda h: [h.spends(1 << 53, h.first)]),
    (Refusal.NOT_A_TRANSFER, lambda h: [h.transfer(h.purse, h.purse, 1, h.first)]),
    (Refusal.NOT_A_TRANSFER, lambda h: [h.transfer(new_id(), h.purse, 1, "x" * 201)]),
    (Refusal.REFERENCE_REUSED, lambda h: [h.spends(1, h.first), h.transfer(new_id(), h.purse, 1)]),
    (Refusal.REFERENCE_REUSED, lambda h: [h.spends(1, "twice"), h.spends(2, "twice"), h.spends(99_999)]),
    (Refusal.REFERENCE_REUSED, lambda h: [h.receives(10_000, h.first, code=Code.TOP_UP)]),
    (Refusal.REFERENCE_REUSED, lambda h: [h.receives(10_000, h.first, about=new_id())]),
    (Refusal.REFERENCE_REUSED, lambda h: [h.receives(10_000, h.first, effective_on=TODAY.replace(day=1))]),
    (Refusal.REFERENCE_REUSED, lambda h: [Holder().receives(10_000, h.first)]),
    (Refusal.ACCOUNT_UNKNOWN, lambda h: [h.transfer(new_id(), hours(h), 1), h.spends(99_999)]),
    (Refusal.ACCOUNT_UNKNOWN, lambda h: [h.transfer(h.purse, Holder().purse, 1), h.spends(99_999)]),
    (Refusal.ACCOUNT_UNKNOWN, lambda h: [h.transfer(h.purse, provider_payable(new_id()), 1)]),
    (Refusal.BALANCE_TOO_LOW, lambda h: [h.transfer(h.purse, hours(h), 10_002)]),
    (Refusal.BALANCE_TOO_LOW, lambda h: [h.spends(9_999), h.spends(3)]),
    (Refusal.UNITS_DIFFER, lambda h: [h.transfer(h.purse, hours(h), 1)]),
    (Refusal.UNITS_DIFFER, lambda h: [h.transfer(RIGHTS, hours(h), 1)]),
]


@pytest.mark.parametrize(("refusal", "batch"), REFUSALS)
def test_refusals_in_the_order_of_the_checks(holder, refusal, batch):
    transfers = [holder.receives(1), *batch(holder)]
    with pytest.raises(Refused) as refused:
        post(transfers=transfers, **DONE)
    assert refused.value.reason == refusal
    assert holder.balance() == (10_000, 0)
    assert rows_with(t.reference for t in transfers if t.reference != holder.first) == 0
    assert broken() == []


@pytest.mark.parametrize(("refusal", "batch"), REFUSALS)
def test_a_lone_transfer_is_refused_like_one_of_a_batch(holder, refusal, batch):
    transfers = batch(holder)
    if len(transfers) == 1:
        refused_alone(holder, refusal, transfers)


def refused_alone(holder, refusal, transfers):
    with pytest.raises(Refused) as refused:
        post(transfers=transfers, **DONE)
    assert refused.value.reason == refusal
    assert holder.balance() == (10_000, 0)
    assert broken() == []


def test_a_refusal_names_the_account_and_the_reference(holder):
    with pytest.raises(Refused) as refused:
        post(transfers=[holder.spends(1, "small"), holder.spends(20_000, "big", purse=holder.purses[1])], **DONE)
    assert refused.value.details == {"account": str(holder.purses[1]), "reference": "big"}


def test_money_moves_once_however_often_it_is_posted(holder):
    batch = [holder.spends(1_000, "a"), holder.transfer(holder.purse, holder.purses[1], 500, "b")]
    before = house_sums()[RIGHTS]
    for again in (batch, batch, batch[::-1], batch + batch):
        post(transfers=again, **DONE)
        assert holder.balance() == (8_500, 0)
        assert holder.balance(holder.purses[1]) == (500, 0)
    assert house_sums()[RIGHTS] == before
    assert broken() == []


def test_a_replay_beside_something_new_writes_only_what_is_new(holder):
    post(transfers=[holder.spends(1_000, "a")], **DONE)
    post(transfers=[holder.spends(1_000, "a"), holder.spends(2_000, "b")], **DONE)
    assert holder.balance() == (7_000, 0)


def test_a_replay_answers_as_before_even_when_the_money_is_gone(holder):
    post(transfers=[holder.spends(10_000, "all")], **DONE)
    post(transfers=[holder.spends(10_000, "all")], **DONE)
    assert holder.balance() == (0, 0)


def test_what_a_batch_brings_it_may_spend(holder):
    post(transfers=[holder.spends(10_500), holder.receives(500)], **DONE)
    assert holder.balance() == (0, 0)


def test_nothing_is_a_batch_too():
    post(transfers=[], **DONE)


def test_a_provider_is_owed_once_its_account_is_open(holder):
    provider = new_id()
    owed = open_payable(provider_id=provider, **DONE)
    assert owed == open_payable(provider_id=provider, **DONE) == provider_payable(provider)
    post(transfers=[holder.transfer(holder.purse, owed, 700)], **DONE)
    assert house_sums()[owed].balance_cents == 700


def test_thousands_pass_through_the_same_door_all_or_none():
    holders = [Holder() for _ in range(3)]
    batch = [h.receives(100, f"{h.owner} {n}") for n in range(1_000) for h in holders]
    with pytest.raises(Refused):
        post(transfers=[*batch, holders[0].spends(100_001)], **DONE)
    assert {h.balance() for h in holders} == {(0, 0)}
    post(transfers=batch, **DONE)
    assert {h.balance() for h in holders} == {(100_000, 0)}
    assert broken() == []


def test_a_purse_is_known_by_its_row_and_not_by_the_shape_of_its_id(holder):
    purse = uuid4()
    open_accounts(accounts=[NewAccount(id=purse, owner=holder.owner)], **DONE)
    post(transfers=[holder.receives(500, to=purse)], **DONE)
    post(transfers=[holder.spends(200, purse=purse)], **DONE)
    assert holder.balance(purse) == (300, 0)
    with pytest.raises(Refused) as refused:
        post(transfers=[holder.spends(301, purse=purse)], **DONE)
    assert refused.value.reason == Refusal.BALANCE_TOO_LOW


def test_inside_an_act_no_savepoint_is_laid_and_outside_one_is(holder):
    @act
    def pays(*, by, at):
        post(transfers=[holder.receives(5)], by=by, at=at)

    def savepoints(work):
        with CaptureQueriesContext(connection) as asked:
            work()
        return sum(each["sql"].startswith("SAVEPOINT") for each in asked.captured_queries)

    with transaction.atomic():
        # The act lays one, because this transaction is not an act's; its post lays none.
        assert savepoints(lambda: pays(**DONE)) == 1
        assert savepoints(lambda: post(transfers=[holder.receives(5)], **DONE)) == 1
    ACTS.pop(f"{pays.__module__}.{pays.__qualname__}")
