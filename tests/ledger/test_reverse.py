"""Reversal, the only correction: the same amount the other way, once."""

import pytest

from acquis.kit.refusal import Refused
from acquis.ledger.actions import post, post_reserved, release, reserve, reverse
from acquis.ledger.models import Transfer
from acquis.ledger.types import Code, Refusal

from .scenes import DONE, TODAY, Holder, broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    holder = Holder(10_000)
    post(transfers=[holder.spends(4_000, "s"), holder.receives(500, "in")], **DONE)
    return holder


def refusal_of(reference, under="undo"):
    with pytest.raises(Refused) as refused:
        reverse(reference=reference, reversal_reference=under, **DONE)
    return refused.value.reason


def test_the_money_comes_back_once(holder):
    for _ in range(2):
        reverse(reference="s", reversal_reference="undo", **DONE)
        assert holder.balance() == (10_500, 0)
    row = Transfer.objects.get(reference="undo")
    assert (row.code, row.kind) == (Code.REVERSAL, "posted")
    assert row.follows == Transfer.objects.get(reference="s").id
    assert broken() == []


def test_refusals_in_the_order_of_the_checks(holder):
    reserve(transfers=[holder.spends(1, "open"), holder.spends(1, "gone")], **DONE)
    release(references=["gone"], **DONE)
    assert refusal_of("nothing") == Refusal.REFERENCE_UNKNOWN
    assert refusal_of("open") == Refusal.NOT_POSTED
    assert refusal_of("gone") == Refusal.NOT_POSTED
    assert refusal_of("s", under="in") == Refusal.REFERENCE_REUSED
    post(transfers=[holder.spends(6_499)], **DONE)
    assert refusal_of("in") == Refusal.BALANCE_TOO_LOW
    reverse(reference="s", reversal_reference="undo", **DONE)
    assert refusal_of("s", under="again") == Refusal.ALREADY_REVERSED
    assert refusal_of("undo", under="again") == Refusal.NOT_POSTED
    assert broken() == []


def test_a_reservation_that_was_posted_is_reversed_by_its_own_reference(holder):
    reserve(transfers=[holder.spends(1_000, "r")], **DONE)
    post_reserved(references=["r"], effective_on=TODAY, **DONE)
    reverse(reference="r", reversal_reference="undo", **DONE)
    assert holder.balance() == (6_500, 0)
    assert broken() == []
