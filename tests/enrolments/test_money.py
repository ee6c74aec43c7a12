"""Every way an enrolment can end, and where each euro of its price is then: the exact sums in the ledger.

The price is 1 500 €; on 20 November 2026 the holder pays 150 € of it and their rights the rest, unless told otherwise.
"""

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.money import available, held, moved
from tests.moments import AT, moment
from tests.scenes import STAFF, STARTS, SYSTEM

import acquis.enrolments.checks  # noqa: F401  (registers the checks)
from acquis.accounts.types import PurseKind
from acquis.enrolments import actions
from acquis.enrolments.types import State
from acquis.journal.checks import CHECKS
from acquis.rules.types import CancelledBy, ExitReason
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

RIGHTS, CARD, PRICE = 135_000, 15_000, 150_000
FREE, LATE = date(2026, 11, 26), date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _every_check_agrees(db):
    yield
    for name, check in CHECKS.items():
        # The clock of these scenes is not the machine's: delays are judged in test_checks.
        if name.startswith("enrolments:") and "delay" not in name:
            assert list(check()) == []


def test_confirmed_holds_the_rights_and_takes_the_card():
    scene = scenes.confirmed()
    assert held(scene) == {"cec": -RIGHTS, "commitments": RIGHTS}
    assert moved(scene) == {"card_clearing": -CARD, "commitments": CARD}
    assert available(scene) == 500_000 - RIGHTS


def test_entry_debits_the_rights():
    scene = scenes.in_training()
    assert held(scene) == {}
    assert moved(scene) == {"cec": -RIGHTS, "card_clearing": -CARD, "commitments": PRICE}


def test_entry_in_a_long_session_pays_a_deposit():
    scene = scenes.in_training(ends_on=date(2027, 4, 30))
    assert moved(scene) == {
        "cec": -RIGHTS,
        "card_clearing": -CARD,
        "commitments": PRICE - 37_500,
        "payable": 37_500,
    }


@pytest.mark.parametrize(
    ("reason", "done", "paid", "lost", "back"),
    [
        (ExitReason.COMPLETED, 100, 150_000, 0, 0),
        (ExitReason.DROPOUT, 0, 37_500, 112_500, 0),
        (ExitReason.DROPOUT, 24, 37_500, 112_500, 0),
        (ExitReason.DROPOUT, 25, 37_500, 112_500, 0),
        (ExitReason.DROPOUT, 26, 39_000, 111_000, 0),
        (ExitReason.DROPOUT, 79, 118_500, 31_500, 0),
        (ExitReason.DROPOUT, 80, 150_000, 0, 0),
        (ExitReason.FORCE_MAJEURE, 24, 36_000, 0, 114_000),
        (ExitReason.FORCE_MAJEURE, 80, 120_000, 0, 30_000),
        (ExitReason.PROVIDER_DEFAULT, 10, 15_000, 0, 135_000),
        (ExitReason.PROVIDER_DEFAULT_CONTINUED, 10, 15_000, 0, 135_000),
    ],
)
def test_after_entry(reason, done, paid, lost, back):
    scene = scenes.validated(reason=reason, done=done, total=100)
    # What comes back is shared as the price was: nine tenths to the rights, one tenth to the card.
    expected = {
        "cec": -RIGHTS + back * 9 // 10,
        "card_clearing": -CARD,
        "refunds_due": back // 10,
        "payable": paid,
        "lapsed_rights": lost,
    }
    assert moved(scene) == {name: cents for name, cents in expected.items() if cents}
    told = scene.now
    assert (told.provider_cents, told.lapsed_cents, told.returned_cents) == (paid, lost, back)


@pytest.mark.parametrize(
    ("reason", "done", "payable"), [(ExitReason.DROPOUT, 10, 37_500), (ExitReason.FORCE_MAJEURE, 10, 15_000)]
)
def test_a_deposit_is_part_of_what_is_paid(reason, done, payable):
    scene = scenes.validated(ends_on=date(2027, 4, 30), reason=reason, done=done, total=100)
    assert moved(scene)["payable"] == payable
    assert "commitments" not in moved(scene)


def test_withdrawal_returns_everything():
    scene = scenes.confirmed()
    actions.withdraw(enrolment_id=scene.id, by=scene.holder.actor, at=moment(FREE))
    assert held(scene) == {}
    assert moved(scene) == {"card_clearing": -CARD, "refunds_due": CARD}
    assert available(scene) == 500_000


@pytest.mark.parametrize("who", [CancelledBy.HOLDER, CancelledBy.PROVIDER])
def test_free_cancellation_returns_everything(who):
    scene = scenes.confirmed()
    by = scene.holder.actor if who is CancelledBy.HOLDER else scene.body.agent
    actions.cancel(enrolment_id=scene.id, on_behalf_of=who, by=by, at=moment(FREE))
    assert moved(scene) == {"card_clearing": -CARD, "refunds_due": CARD}
    assert available(scene) == 500_000


def test_the_provider_cancels_late_and_returns_everything():
    scene = scenes.confirmed()
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.PROVIDER, by=scene.body.agent, at=moment(STARTS))
    assert moved(scene) == {"card_clearing": -CARD, "refunds_due": CARD}


def test_late_cancellation_loses_the_rights_and_keeps_the_payment():
    scene = scenes.confirmed()
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor, at=moment(LATE))
    assert moved(scene) == {
        "cec": -RIGHTS,
        "card_clearing": -CARD,
        "payable": 7_500,
        "lapsed_rights": RIGHTS - 7_500,
        "credit_note": CARD,
    }


def test_a_no_show_ends_as_a_late_cancellation():
    scene = scenes.confirmed()
    actions.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=moment(STARTS))
    assert moved(scene)["payable"] == 7_500
    assert moved(scene)["credit_note"] == CARD


def test_late_cancellation_gives_third_parties_their_money_back():
    holder = scenes.a_holder(rights_cents=100_000, top_ups={PurseKind.REGION: 40_000})
    scene = scenes.confirmed(holder)
    assert held(scene) == {"region": -40_000, "cec": -95_000, "commitments": 135_000}
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=holder.actor, at=moment(LATE))
    assert moved(scene) == {
        "cec": -95_000,
        "card_clearing": -CARD,
        "payable": 7_500,
        "lapsed_rights": 87_500,
        "credit_note": CARD,
    }


def test_without_rights_the_provider_is_paid_from_what_the_holder_paid():
    scene = scenes.confirmed(scenes.a_holder(rights_cents=0))
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor, at=moment(LATE))
    assert moved(scene) == {"card_clearing": -PRICE, "payable": 7_500, "credit_note": PRICE - 7_500}


def test_when_third_parties_take_all_back_the_operator_bears_the_share_of_the_provider():
    scene = scenes.confirmed(scenes.a_holder(rights_cents=0, top_ups={PurseKind.EMPLOYER: PRICE}))
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor, at=moment(LATE))
    assert moved(scene) == {"lapsed_rights": -7_500, "payable": 7_500}


def test_force_majeure_returns_everything_even_late():
    scene = scenes.confirmed()
    actions.cancel(
        enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, force_majeure=True, by=STAFF, at=moment(STARTS)
    )
    assert moved(scene) == {"card_clearing": -CARD, "refunds_due": CARD}


def test_a_refused_card_frees_the_rights_and_may_be_tried_again():
    scene = scenes.proposed()
    scenes.confirming(scene)
    scenes.paying(scene, Outcome.REFUSED)
    assert scene.now.state == State.PROPOSED
    assert held(scene) == moved(scene) == {}
    scenes.confirming(scene, at=AT + timedelta(minutes=3))
    scenes.paying(scene, at=AT + timedelta(minutes=5))
    assert scene.now.state == State.CONFIRMED
    assert held(scene) == {"cec": -RIGHTS, "commitments": RIGHTS}


def test_a_payment_that_comes_too_late_goes_back():
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    late = AT + timedelta(minutes=30)
    actions.expire_payment(enrolment_id=scene.id, attempt=1, by=SYSTEM, at=late)
    assert held(scene) == {}
    actions.record_payment(
        collection_id=collection_id, outcome=Outcome.PAID, external_id="ext", by=SYSTEM, at=late + timedelta(minutes=1)
    )
    assert scene.now.state == State.PROPOSED
    assert moved(scene) == {"card_clearing": -CARD, "refunds_due": CARD}


def test_no_answer_and_no_confirmation_move_nothing():
    unanswered, unconfirmed = scenes.requested(), scenes.proposed()
    actions.lapse_unanswered(enrolment_id=unanswered.id, by=SYSTEM, at=unanswered.now.due_at)
    actions.lapse_unconfirmed(enrolment_id=unconfirmed.id, by=SYSTEM, at=unconfirmed.now.due_at)
    assert moved(unanswered) == moved(unconfirmed) == {}
    assert (unanswered.now.state, unconfirmed.now.state) == (State.UNANSWERED, State.UNCONFIRMED)


def test_a_credit_note_pays_the_next_share_of_the_holder():
    first = scenes.confirmed()
    actions.cancel(enrolment_id=first.id, on_behalf_of=CancelledBy.HOLDER, by=first.holder.actor, at=moment(LATE))
    second = scenes.proposed(first.holder, at=moment(LATE), starts_on=date(2027, 1, 11), ends_on=date(2027, 1, 15))
    assert scenes.confirming(second, at=moment(LATE)) is None
    assert held(second) == {"cec": -RIGHTS, "credit_note": -CARD, "commitments": PRICE}
