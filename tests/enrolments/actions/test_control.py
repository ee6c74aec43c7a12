"""Control, contest and decision: refusals in order, what stops meanwhile, and what the decision gives to the cent."""

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.money import moved
from tests.enrolments.telling import refusal, told
from tests.moments import AT, moment
from tests.scenes import APPROVER, FINANCE, PRICE, STAFF, STARTS, SYSTEM

from acquis.enrolments import actions, queries
from acquis.enrolments.types import (
    AttendeeState,
    BillingState,
    ControlMotive,
    ControlState,
    EndMotive,
    Otherwise,
    Refusal,
    State,
    TimelineKey,
)
from acquis.journal.checks import CHECKS
from acquis.kit.refusal import Refused
from acquis.ledger import queries as ledger
from acquis.ledger.types import Code
from acquis.rules.types import CancelledBy, ExitReason
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments
from acquis.treasury.types import Refusal as TreasuryRefusal
from acquis.treasury.types import Unpaid

pytestmark = pytest.mark.django_db

CONTESTED = ControlMotive.SERVICE_CONTESTED


def contested(scene, *, at=None):
    at = at or scene.now.history[-1].at + timedelta(hours=1)
    return actions.put_under_control(enrolment_id=scene.id, motive=CONTESTED, by=scene.holder.actor, at=at)


def sound() -> None:
    broken = {
        name: found
        for name, check in CHECKS.items()
        if name.startswith(("enrolments", "treasury", "ledger")) and "delay" not in name and (found := list(check()))
    }
    assert broken == {}


def test_who_puts_under_control_when_and_why():
    scene = scenes.service_declared()
    me, agent, at = scene.holder.actor, scene.body.agent, moment(date(2026, 12, 21))

    def controlling(by, motive, **more):
        return refusal(actions.put_under_control, scene, motive=motive, by=by, at=at, **more)

    # A side opens what is its own; an agent alone doubts, draws lots, hears reports; finance does none of it.
    assert controlling(agent, CONTESTED) == Refusal.NOT_YOURS
    assert controlling(scenes.a_holder().actor, CONTESTED) == Refusal.NOT_YOURS
    assert controlling(me, ControlMotive.ENTRY_QUESTIONED) == Refusal.NOT_YOURS
    for by in (me, agent, FINANCE, APPROVER):
        assert controlling(by, ControlMotive.REPORTED) == Refusal.NOT_YOURS
    assert controlling(STAFF, ControlMotive.REPORTED, said="x" * 2_001) == Refusal.WORDS_TOO_LONG
    for early in (scenes.requested(), scenes.proposed()):
        reason = refusal(actions.put_under_control, early, motive=ControlMotive.REPORTED, by=STAFF, at=AT)
        assert reason == Refusal.NOT_NOW
    ended = scenes.confirmed()
    actions.withdraw(enrolment_id=ended.id, by=ended.holder.actor, at=AT)
    assert refusal(actions.put_under_control, ended, motive=CONTESTED, by=STAFF, at=AT) in set(Refusal)
    free = scenes.confirmed()
    actions.cancel(enrolment_id=free.id, on_behalf_of=CancelledBy.HOLDER, by=free.holder.actor, at=AT)
    reason = refusal(actions.put_under_control, free, motive=ControlMotive.REPORTED, by=STAFF, at=AT)
    assert reason == Refusal.NOTHING_TO_WITHHOLD


def test_a_contest_stops_validation_and_payment_until_it_is_released():
    body = scenes.with_bank_account(scenes.a_body(at=AT - timedelta(days=30)), at=AT - timedelta(days=30))
    scene = scenes.service_declared(None, body, ends_on=date(2027, 4, 30))
    due_at = scene.now.due_at
    control = contested(scene)
    assert contested(scene) == control
    assert told(scene)[-1] == "put_under_control"
    assert scene.now.control_state == ControlState.IN_CONTROL
    # The day passes: nothing is validated, and the deposit that was billed before is not paid either.
    assert refusal(actions.validate_service, scene, by=SYSTEM, at=due_at) == Refusal.UNDER_CONTROL
    until = due_at.date() + timedelta(days=60)
    waiting = payments.payable(until, on=until)
    assert (waiting.payable_cents, waiting.waiting_cents) == (0, 37_500)
    assert [each.why for each in waiting.waiting] == [Unpaid.WITHHELD]
    current = scene.now.timeline[[step.act for step in scene.now.timeline].index(None)]
    assert current.key is TimelineKey.CONTROL
    validation = next(step for step in scene.now.timeline if step.key is TimelineKey.VALIDATION)
    assert (validation.until, validation.otherwise) == (None, Otherwise.WAITS_FOR_DECISION)
    assert list(CHECKS["enrolments: no delay is long past"]()) == []

    later = due_at + timedelta(days=3)
    reason = refusal(actions.release_control, scene, control_id=control, by=scene.body.agent, at=later)
    assert reason == Refusal.NOT_YOURS
    reason = refusal(actions.release_control, scene, control_id=scene.id, by=STAFF, at=later)
    assert reason == Refusal.UNKNOWN_CONTROL
    for _ in range(2):
        actions.release_control(enrolment_id=scene.id, control_id=control, by=STAFF, at=later)
    assert told(scene)[-1] == "released_from_control"
    assert scene.now.control_state == ControlState.RELEASED
    actions.validate_service(enrolment_id=scene.id, by=SYSTEM, at=later)
    assert payments.payable(until, on=until).payable_cents == PRICE
    sound()


def test_who_opened_a_control_takes_it_back_and_the_last_one_released_frees():
    scene = scenes.service_declared()
    at = moment(date(2026, 12, 21))
    mine = contested(scene)
    theirs = actions.put_under_control(
        enrolment_id=scene.id, motive=ControlMotive.CHOSEN_AT_RANDOM, said="Tirage de décembre.", by=STAFF, at=at
    )
    me = scene.holder.actor
    reason = refusal(actions.release_control, scene, control_id=theirs, by=me, at=at)
    assert reason == Refusal.NOT_YOURS
    actions.release_control(enrolment_id=scene.id, control_id=mine, by=me, at=at)
    assert scene.now.control_state == ControlState.IN_CONTROL
    assert payments.is_withheld(scene.id, account_id=scene.holder.account_id)
    assert [card.words for card in scene.now.controls] == ["", "Tirage de décembre."]
    actions.release_control(enrolment_id=scene.id, control_id=theirs, by=STAFF, at=at)
    assert not payments.is_withheld(scene.id, account_id=scene.holder.account_id)
    sound()


def test_a_batch_prepared_before_a_control_is_not_approved_with_it():
    body = scenes.with_bank_account(scenes.a_body(at=AT - timedelta(days=30)), at=AT - timedelta(days=30))
    scene = scenes.validated(None, body)
    at = scene.now.history[-1].at + timedelta(days=1)
    until = at.date() + timedelta(days=60)
    batch = treasury.prepare_payouts(until=until, by=FINANCE, at=at)
    control = actions.put_under_control(enrolment_id=scene.id, motive=ControlMotive.REPORTED, by=STAFF, at=at)
    with pytest.raises(Refused) as caught:
        treasury.approve_payouts(batch_id=batch, by=APPROVER, at=at)
    assert caught.value.reason == TreasuryRefusal.WITHHELD
    treasury.discard_payouts(batch_id=batch, by=FINANCE, at=at)
    with pytest.raises(Refused) as caught:
        treasury.prepare_payouts(until=until, by=FINANCE, at=at)
    assert caught.value.reason == TreasuryRefusal.NOTHING_TO_PAY
    actions.release_control(enrolment_id=scene.id, control_id=control, by=STAFF, at=at)
    treasury.approve_payouts(batch_id=treasury.prepare_payouts(until=until, by=FINANCE, at=at), by=APPROVER, at=at)
    # What has left is not withheld: the treasury tells it only what is still to pay.
    with pytest.raises(Refused):
        treasury.withhold(
            about=scene.id, account_id=scene.holder.account_id, provider_id=body.id, by=scenes.a_holder().actor, at=at
        )
    # The end of a control is judged by the enrolment; nobody lets its money go by themselves, the opener no more.
    for by in (FINANCE, APPROVER, STAFF, scene.holder.actor, body.agent, body.manager):
        with pytest.raises(Refused) as caught:
            treasury.release(about=scene.id, account_id=scene.holder.account_id, by=by, at=at)
        assert caught.value.reason == TreasuryRefusal.NOT_ALLOWED
    sound()


def test_the_holder_confirms_once_and_the_day_of_validation_stays():
    scene = scenes.service_declared()
    due_at, at, me = scene.now.due_at, moment(date(2026, 12, 21)), scene.holder.actor
    assert refusal(actions.confirm_service, scene, by=scene.body.agent, at=at) == Refusal.NOT_YOURS
    early = scenes.exited()
    assert refusal(actions.confirm_service, early, by=early.holder.actor, at=at) == Refusal.NOT_NOW
    control = contested(scene)
    assert refusal(actions.confirm_service, scene, by=me, at=at) == Refusal.UNDER_CONTROL
    actions.release_control(enrolment_id=scene.id, control_id=control, by=me, at=at)
    actions.confirm_service(enrolment_id=scene.id, by=me, at=at)
    assert told(scene)[-1] == "service_confirmed"
    now = scene.now
    assert (now.state, now.attendee_state, now.due_at) == (
        State.SERVICE_DECLARED,
        AttendeeState.SERVICE_DECLARED,
        due_at,
    )
    assert refusal(actions.confirm_service, scene, by=me, at=at) == Refusal.ALREADY_CONFIRMED
    assert refusal(actions.validate_service, scene, by=SYSTEM, at=at) == Refusal.DELAY_NOT_OVER


def test_who_decides_on_a_service_and_what():
    scene = scenes.service_declared(done=70)
    at = moment(date(2026, 12, 22))
    what = {"reason": ExitReason.DROPOUT, "done": 7, "total": 70}

    def deciding(by, **more):
        return refusal(actions.decide_service, scene, by=by, at=at, **{**what, **more})

    for by in (scene.holder.actor, scene.body.agent, FINANCE):
        assert deciding(by) == Refusal.NOT_YOURS
    # An entry in error may be settled by the holder, and by no provider.
    assert deciding(scene.body.agent, reason=ExitReason.ENTRY_DECLARED_IN_ERROR) == Refusal.NOT_YOURS
    confirmed = scenes.confirmed()
    assert refusal(actions.decide_service, confirmed, by=STAFF, at=at, **what) == Refusal.NOT_NOW
    assert deciding(STAFF, done=71) == Refusal.ATTENDANCE_IMPOSSIBLE
    assert deciding(STAFF, reason=ExitReason.COMPLETED) == Refusal.ATTENDANCE_NOT_FULL
    assert deciding(STAFF, exited_on=date(2026, 12, 23)) == Refusal.IN_THE_FUTURE
    assert deciding(STAFF, exited_on=date(2026, 12, 7)) == Refusal.EXIT_BEFORE_ENTRY


@pytest.mark.parametrize(
    ("reason", "done", "paid", "back", "lost"),
    [
        (ExitReason.DROPOUT, 35, 75_000, 0, 75_000),
        (ExitReason.FORCE_MAJEURE, 35, 75_000, 75_000, 0),
        # Service refused: nothing was given, all returns, the deposit too.
        (ExitReason.PROVIDER_DEFAULT, 0, 0, 150_000, 0),
        (ExitReason.ENTRY_DECLARED_IN_ERROR, 0, 0, 150_000, 0),
    ],
)
@pytest.mark.parametrize("start", [scenes.in_training, scenes.exited, scenes.service_declared])
def test_a_decision_gives_what_was_foreseen_to_the_cent(start, reason, done, paid, back, lost):
    scene = start(ends_on=date(2027, 4, 30))
    at = max(moment(date(2027, 1, 15)), scene.now.history[-1].at) + timedelta(days=1)
    by = scene.holder.actor if reason is ExitReason.ENTRY_DECLARED_IN_ERROR else STAFF
    foreseen = queries.foresee_service(scene.id, reason=reason, done=done, total=70, by=by)
    assert (foreseen.provider_cents, foreseen.returned_cents, foreseen.lapsed_cents) == (paid, back, lost)
    assert (foreseen.still_owed_cents, foreseen.taken_back_cents) == (max(0, paid - 37_500), max(0, 37_500 - paid))
    actions.decide_service(enrolment_id=scene.id, reason=reason, done=done, total=70, by=by, at=at)
    now = scene.now
    assert (now.state, now.provider_cents, now.returned_cents, now.lapsed_cents) == (
        State.SERVICE_VALIDATED,
        paid,
        back,
        lost,
    )
    # Nine tenths to the rights, one tenth to the card, as foreseen line by line.
    assert {line.source: line.amount_cents for line in foreseen.returned} == (
        {"source_rights": back * 9 // 10, "source_holder": back // 10} if back else {}
    )
    assert moved(scene).get("payable", 0) == paid
    assert moved(scene).get("refunds_due", 0) == back // 10
    sound()


def test_what_is_billed_says_what_was_decided_not_what_was_declared():
    scene = scenes.service_declared(done=70)
    actions.decide_service(
        enrolment_id=scene.id,
        reason=ExitReason.DROPOUT,
        done=35,
        total=70,
        exited_on=date(2026, 12, 11),
        by=STAFF,
        at=moment(date(2026, 12, 22)),
    )
    (invoice,) = payments.invoices_about(scene.id)
    bill, _ = payments.invoice_file(invoice.id)
    assert "suivie à 50 %" in bill.lines[0].details
    assert "au 11/12/2026" in bill.lines[0].details
    assert bill.to_day == date(2026, 12, 11)


def test_a_settlement_locks_purses_before_the_series_of_the_body():
    deposit = scenes.in_training(ends_on=date(2027, 4, 30))
    late = scenes.confirmed()
    actions.cancel(
        enrolment_id=late.id, on_behalf_of=CancelledBy.HOLDER, by=late.holder.actor, at=moment(date(2026, 12, 4))
    )
    at = moment(date(2027, 1, 15))
    actions.decide_service(
        enrolment_id=deposit.id, reason=ExitReason.PROVIDER_DEFAULT, done=0, total=70, by=STAFF, at=at
    )
    actions.excuse(enrolment_id=late.id, by=STAFF, at=at)
    for scene in (deposit, late):
        # What is written first is locked first, and stays so to the end.
        written = [(line.code, line.reference) for line in reversed(ledger.about(scene.id))]
        taken_back = next(n for n, (_, reference) in enumerate(written) if reference.startswith("credit note"))
        given_back = [n for n, (code, _) in enumerate(written) if code == Code.RETURNED]
        assert given_back
        assert max(given_back) < taken_back


def test_a_provider_stops_and_both_may_still_contest():
    scene = scenes.in_training(ends_on=date(2026, 12, 27))
    stopped = date(2026, 12, 12)
    at = moment(date(2026, 12, 15))
    what = {"stopped_on": stopped, "continued": False, "done": 5, "total": 20}

    def failing(by, **more):
        return refusal(actions.declare_failure, scene, at=at, by=by, **{**what, **more})

    assert failing(scene.body.agent) == Refusal.NOT_YOURS
    assert refusal(actions.declare_failure, scenes.confirmed(), by=STAFF, at=at, **what) == Refusal.NOT_NOW
    assert failing(STAFF, stopped_on=date(2026, 12, 16)) == Refusal.IN_THE_FUTURE
    assert failing(STAFF, stopped_on=date(2026, 12, 7)) == Refusal.EXIT_BEFORE_ENTRY
    assert failing(STAFF, total=0) == Refusal.ATTENDANCE_IMPOSSIBLE
    assert queries.followed_by_days(scene.id, until=stopped, by=STAFF) == (5, 20)
    actions.declare_failure(enrolment_id=scene.id, by=STAFF, at=at, **what)
    assert told(scene)[-1] == "failure_declared"
    now = scene.now
    assert (now.state, now.exit_reason, now.provider_cents, now.returned_cents) == (
        State.SERVICE_DECLARED,
        ExitReason.PROVIDER_DEFAULT,
        37_500,
        112_500,
    )
    contested(scene, at=at)
    actions.decide_service(
        enrolment_id=scene.id, reason=ExitReason.PROVIDER_DEFAULT_CONTINUED, done=6, total=20, by=STAFF, at=at
    )
    assert scene.now.billing_state == BillingState.BILLED
    assert moved(scene)["payable"] == 45_000


def test_the_operator_cancels_for_a_motive_and_everything_returns():
    scene = scenes.confirmed()

    def cancelling(by, **more):
        what = {"motive": EndMotive.OTHER, "said": "La session n’aura pas lieu."}
        return refusal(actions.cancel_as_operator, scene, by=by, at=AT, **{**what, **more})

    for by in (scene.holder.actor, scene.body.agent, FINANCE):
        assert cancelling(by) == Refusal.NOT_YOURS
    assert refusal(actions.cancel_as_operator, scenes.in_training(), motive="other_motive", by=STAFF, at=AT) == (
        Refusal.NOT_NOW
    )
    assert cancelling(STAFF, said=" ") == Refusal.WORDS_MISSING
    actions.cancel_as_operator(enrolment_id=scene.id, motive=EndMotive.PROVIDER_FAILED, by=STAFF, at=AT)
    now = scene.now
    assert (now.state, now.end_motive, now.returned_cents) == (
        State.CANCELLED_BY_OPERATOR,
        EndMotive.PROVIDER_FAILED,
        PRICE,
    )
    assert moved(scene) == {"card_clearing": -15_000, "refunds_due": 15_000}
    early = scenes.requested()
    actions.cancel_as_operator(enrolment_id=early.id, motive=EndMotive.NOT_ELIGIBLE, by=STAFF, at=AT)
    assert moved(early) == {}
    sound()


@pytest.mark.parametrize("absent", [True, False])
def test_force_majeure_recognised_afterwards_gives_all_back(absent):
    scene = scenes.confirmed(scenes.a_holder(top_ups={}))
    at = moment(STARTS if absent else date(2026, 12, 4))
    assert refusal(actions.excuse, scene, by=STAFF, at=at) == Refusal.NOT_NOW
    if absent:
        actions.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=at)
    else:
        actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor, at=at)
    assert moved(scene)["payable"] == 7_500
    for by in (scene.holder.actor, scene.body.agent, APPROVER, FINANCE):
        assert refusal(actions.excuse, scene, by=by, at=at) == Refusal.PROOF_REQUIRED
    foreseen = queries.foresee_excuse(scene.id, by=STAFF)
    assert foreseen.returned_cents == PRICE
    actions.excuse(enrolment_id=scene.id, by=STAFF, at=at)
    assert moved(scene) == {"card_clearing": -15_000, "refunds_due": 15_000}
    now = scene.now
    assert (now.provider_cents, now.returned_cents, now.kept_cents, now.lapsed_cents) == (0, PRICE, 0, 0)
    assert now.excused
    assert refusal(actions.excuse, scene, by=STAFF, at=at) == Refusal.ALREADY_EXCUSED
    sound()


def test_a_credit_note_spent_meanwhile_stays_spent():
    holder = scenes.a_holder(rights_cents=500_000)
    scene = scenes.confirmed(holder)
    at = moment(date(2026, 12, 4))
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.HOLDER, by=holder.actor, at=at)
    # The note pays 10,000 of the next purchase's participation.
    scenes.confirmed(holder, price_cents=10_000, starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 20), at=at)
    actions.excuse(enrolment_id=scene.id, by=STAFF, at=at)
    now = scene.now
    assert (now.kept_cents, now.returned_cents) == (10_000, PRICE - 10_000)
    sound()
    free = scenes.confirmed()
    actions.cancel(enrolment_id=free.id, on_behalf_of=CancelledBy.HOLDER, by=free.holder.actor, at=AT)
    assert refusal(actions.excuse, free, by=STAFF, at=AT) == Refusal.NOTHING_TO_EXCUSE


def test_under_control_no_absence_and_no_costly_cancellation_is_written():
    scene = scenes.confirmed()
    at = moment(date(2026, 12, 4))
    actions.put_under_control(enrolment_id=scene.id, motive=ControlMotive.EXCUSE_ASKED, by=scene.holder.actor, at=at)
    late = {"on_behalf_of": CancelledBy.HOLDER, "by": scene.holder.actor, "at": at}
    assert refusal(actions.cancel, scene, **late) == Refusal.UNDER_CONTROL
    absent = {"by": scene.body.agent, "at": moment(STARTS)}
    assert refusal(actions.declare_no_show, scene, **absent) == Refusal.UNDER_CONTROL
    foreseen = queries.foresee_cancellation(
        scene.id, on=at.date(), on_behalf_of=CancelledBy.HOLDER, by=scene.holder.actor
    )
    assert (foreseen.provider_cents, foreseen.kept_cents, foreseen.lapsed_cents) == (7_500, 15_000, 127_500)
    # Who cancels for the provider gives everything back, whatever is examined.
    actions.cancel(enrolment_id=scene.id, on_behalf_of=CancelledBy.PROVIDER, by=scene.body.agent, at=at)


def test_an_entry_in_error_is_not_for_one_side_to_undo():
    scene = scenes.in_training()
    reason = refusal(
        actions.declare_exit,
        scene,
        exited_on=STARTS,
        reason=ExitReason.ENTRY_DECLARED_IN_ERROR,
        by=scene.body.agent,
        at=moment(STARTS, 20),
    )
    assert reason == Refusal.ENTRY_ERROR_IS_EXAMINED
    assert queries.foresee_entry_undone(scene.id, by=scene.holder.actor).returned_cents == PRICE
