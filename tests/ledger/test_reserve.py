"""Reserving, and the two ends of a reservation: posted whole, or released."""

from datetime import date

import pytest

from acquis.kit.refusal import Refused
from acquis.ledger.actions import post, post_reserved, release, reserve
from acquis.ledger.queries import about, house_sums, statement
from acquis.ledger.types import MovementState, Refusal

from .scenes import AT, COMMITMENTS, DONE, ME, TODAY, Holder, broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    """100,00 €, of which 30,00 € are reserved under ``r``."""
    holder = Holder(10_000)
    reserve(transfers=[holder.spends(3_000, "r")], **DONE)
    return holder


def refusal_of(act, **given):
    with pytest.raises(Refused) as refused:
        act(**given, **DONE)
    return refused.value.reason


def test_what_is_reserved_cannot_be_spent_and_has_not_moved(holder):
    assert holder.balance() == (10_000, 3_000)
    assert refusal_of(post, transfers=[holder.spends(7_001)]) == Refusal.BALANCE_TOO_LOW
    assert refusal_of(reserve, transfers=[holder.spends(7_001)]) == Refusal.BALANCE_TOO_LOW
    assert house_sums()[COMMITMENTS].credits_cents == 0
    post(transfers=[holder.spends(7_000)], **DONE)
    assert broken() == []


def test_reserving_again_changes_nothing_and_otherwise_is_refused(holder):
    reserve(transfers=[holder.spends(3_000, "r")], **DONE)
    assert holder.balance() == (10_000, 3_000)
    assert refusal_of(reserve, transfers=[holder.spends(3_001, "r")]) == Refusal.REFERENCE_REUSED
    assert refusal_of(post, transfers=[holder.spends(3_000, "r")]) == Refusal.REFERENCE_REUSED


def test_posted_it_moves_whole_and_once(holder):
    for _ in range(2):
        post_reserved(references=["r"], effective_on=TODAY, **DONE)
        assert holder.balance() == (7_000, 0)
        assert house_sums()[COMMITMENTS].credits_cents == 3_000
    assert broken() == []


def test_released_it_is_available_again(holder):
    for _ in range(2):
        release(references=["r"], **DONE)
        assert holder.balance() == (10_000, 0)
    reserve(transfers=[holder.spends(3_000, "r")], **DONE)  # the reservation of long ago, told again
    assert holder.balance() == (10_000, 0)
    assert broken() == []


def test_refusals_in_the_order_of_the_checks(holder):
    post(transfers=[holder.spends(1, "posted")], **DONE)
    for act, more in ((release, {}), (post_reserved, {"effective_on": TODAY})):
        assert refusal_of(act, references=["r", "nothing", "posted"], **more) == Refusal.REFERENCE_UNKNOWN
        assert refusal_of(act, references=["r", "posted"], **more) == Refusal.NOT_RESERVED
    assert holder.balance() == (9_999, 3_000)


def test_a_reservation_ends_one_way_only(holder):
    reserve(transfers=[holder.spends(1_000, "other")], **DONE)
    release(references=["r"], **DONE)
    assert refusal_of(post_reserved, references=["other", "r"], effective_on=TODAY) == Refusal.NOT_PENDING
    post_reserved(references=["other"], effective_on=TODAY, **DONE)
    assert refusal_of(release, references=["other"]) == Refusal.NOT_PENDING
    assert refusal_of(post_reserved, references=["other"], effective_on=date(2026, 11, 24)) == Refusal.NOT_PENDING
    assert holder.balance() == (9_000, 0)
    assert broken() == []


def test_a_statement_tells_each_movement_once(holder):
    subject = holder.owner
    reserve(transfers=[holder.spends(100, "a", about=subject), holder.spends(200, "b", about=subject)], **DONE)
    post_reserved(references=["a"], effective_on=TODAY, by=ME, at=AT)
    release(references=["b"], **DONE)
    lines = {(m.reference, m.amount_cents, m.state) for m in statement([holder.purse])}
    assert {line for line in lines if line[0] in "abr"} == {
        ("a", -100, MovementState.POSTED),
        ("r", -3_000, MovementState.RESERVED),
    }
    told = statement([holder.purse], released=True)
    assert ("b", MovementState.RELEASED) in {(m.reference, m.state) for m in told}
    posted = sum(m.amount_cents for m in told if m.state == MovementState.POSTED)
    assert posted == holder.balance()[0]
    assert [m.reference for m in about(subject)] == ["a"]
    assert len(statement([holder.purse], limit=2)) == 2
