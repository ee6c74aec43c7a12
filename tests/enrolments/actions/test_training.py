"""Entering, leaving, service done, its validation and payment: refusals in order, then what each does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests import scenes
from tests.enrolments.telling import refusal, told
from tests.moments import moment
from tests.scenes import APPROVER, ENDS, FINANCE, STAFF, STARTS, SYSTEM

from acquis.enrolments import actions
from acquis.enrolments.types import BillingState, Refusal, State
from acquis.rules.types import ExitReason
from acquis.treasury import actions as treasury
from acquis.treasury import queries as invoices
from acquis.treasury.types import InvoiceKind

pytestmark = pytest.mark.django_db


def test_who_declares_entry_and_which_day():
    scene = scenes.confirmed()
    agent = scene.body.agent

    def entering(by, on, *, at=moment(STARTS)):  # noqa: B008
        return refusal(actions.declare_entry, scene, entered_on=on, by=by, at=at)

    for by in (scene.holder.actor, scenes.a_body().agent, STAFF):
        assert entering(by, STARTS) == Refusal.NOT_YOURS
    assert entering(agent, date(2026, 12, 9)) == Refusal.IN_THE_FUTURE
    assert entering(agent, date(2026, 12, 7)) == Refusal.BEFORE_SESSION
    assert entering(agent, date(2026, 12, 19), at=moment(date(2026, 12, 20))) == Refusal.AFTER_SESSION
    proposed = scenes.proposed()
    reason = refusal(actions.declare_entry, proposed, entered_on=STARTS, by=proposed.body.agent, at=moment(STARTS))
    assert reason == Refusal.NOT_NOW


@pytest.mark.parametrize(("declared_on", "late"), [(date(2026, 12, 11), False), (date(2026, 12, 12), True)])
def test_entering_late_is_recorded_not_refused(declared_on, late):
    scene = scenes.confirmed()
    actions.declare_entry(enrolment_id=scene.id, entered_on=STARTS, by=scene.body.agent, at=moment(declared_on, 0, 0))
    now = scene.now
    assert (now.state, now.entered_on) == (State.IN_TRAINING, STARTS)
    assert now.history[-1].late is late
    assert now.due_on == date(2026, 12, 23)
    assert told(scene)[-1] == "entered"


@pytest.mark.parametrize(
    ("ends_on", "deposit"), [(date(2027, 3, 7), 0), (date(2027, 3, 8), 37_500), (date(2027, 4, 30), 37_500)]
)
def test_a_deposit_for_a_session_longer_than_three_months(ends_on, deposit):
    scene = scenes.in_training(ends_on=ends_on)
    assert scene.now.deposit_cents == deposit
    kinds = [invoice.kind for invoice in invoices.invoices_about(scene.id)]
    assert kinds == ([InvoiceKind.DEPOSIT] if deposit else [])


def test_declaring_the_exit():
    scene = scenes.in_training()
    agent = scene.body.agent

    def leaving(by, on, *, at=moment(ENDS)):  # noqa: B008
        return refusal(actions.declare_exit, scene, exited_on=on, reason=ExitReason.COMPLETED, by=by, at=at)

    for by in (scene.holder.actor, scenes.a_body().agent, STAFF):
        assert leaving(by, ENDS) == Refusal.NOT_YOURS
    assert leaving(agent, date(2026, 12, 19)) == Refusal.IN_THE_FUTURE
    assert leaving(agent, date(2026, 12, 7)) == Refusal.EXIT_BEFORE_ENTRY
    actions.declare_exit(
        enrolment_id=scene.id, exited_on=ENDS, reason=ExitReason.DROPOUT, by=agent, at=moment(date(2026, 12, 24))
    )
    now = scene.now
    assert (now.state, now.exited_on, now.exit_reason) == (State.EXITED, ENDS, ExitReason.DROPOUT)
    assert now.history[-1].late
    assert leaving(agent, ENDS) == Refusal.NOT_NOW
    assert told(scene)[-1] == "exited"


def test_declaring_the_service():
    scene = scenes.exited(reason=ExitReason.DROPOUT)
    agent, at = scene.body.agent, moment(ENDS, 19)

    def declaring(by, done, total):
        return refusal(actions.declare_service, scene, done=done, total=total, by=by, at=at)

    for by in (scene.holder.actor, scenes.a_body().agent, STAFF):
        assert declaring(by, 35, 70) == Refusal.NOT_YOURS
    impossible = ((71, 70), (-1, 70), (0, 0), (Decimal("1.001"), 70), (1, 10_000_000), (1, Decimal("9E99999")))
    for done, total in impossible:
        assert declaring(agent, done, total) == Refusal.ATTENDANCE_IMPOSSIBLE
    actions.declare_service(enrolment_id=scene.id, done=Decimal("17.5"), total=70, by=agent, at=at)
    now = scene.now
    assert (now.state, now.rate_percent, now.provider_cents) == (State.SERVICE_DECLARED, 25, 37_500)
    assert now.billing_state == BillingState.TO_BILL
    assert declaring(agent, 35, 70) == Refusal.NOT_NOW
    assert told(scene)[-1] == "service_declared"


def test_a_training_followed_in_full_is_followed_in_full():
    scene = scenes.exited()
    reason = refusal(actions.declare_service, scene, done=69, total=70, by=scene.body.agent, at=moment(ENDS, 19))
    assert reason == Refusal.ATTENDANCE_NOT_FULL


def test_validating_the_service():
    scene = scenes.service_declared()
    due = scene.now.due_at
    for by in (scene.holder.actor, scene.body.agent, STAFF):
        assert refusal(actions.validate_service, scene, by=by, at=due) == Refusal.NOT_YOURS
    early = due - timedelta(seconds=1)
    assert refusal(actions.validate_service, scene, by=SYSTEM, at=early) == Refusal.DELAY_NOT_OVER
    actions.validate_service(enrolment_id=scene.id, by=SYSTEM, at=due)
    now = scene.now
    assert (now.state, now.billing_state) == (State.SERVICE_VALIDATED, BillingState.BILLED)
    (invoice,) = invoices.invoices_about(scene.id)
    assert (invoice.kind, invoice.amount_cents) == (InvoiceKind.BALANCE, scenes.PRICE)
    assert refusal(actions.validate_service, scene, by=SYSTEM, at=due) == Refusal.NOT_NOW
    assert told(scene)[-1] == "service_validated"


def test_nothing_paid_nothing_to_note():
    scene = scenes.validated()
    actions.note_paid(enrolment_id=scene.id, by=SYSTEM, at=scene.now.requested_at)
    assert scene.now.billing_state == BillingState.BILLED
    reason = refusal(actions.note_paid, scene, by=scene.body.agent, at=scene.now.requested_at)
    assert reason == Refusal.NOT_YOURS


def test_paid_when_the_batch_is_paid():
    scene = scenes.validated(None, scenes.with_bank_account(scenes.a_body()))
    on = date(2027, 2, 1)
    batch_id = treasury.prepare_payouts(until=on, by=FINANCE, at=moment(on))
    treasury.approve_payouts(batch_id=batch_id, by=APPROVER, at=moment(on))
    treasury.mark_paid(batch_id=batch_id, by=FINANCE, at=moment(on))
    for _ in range(2):
        actions.note_paid(enrolment_id=scene.id, by=SYSTEM, at=moment(on))
    assert scene.now.billing_state == BillingState.PAID
    assert told(scene).count("paid_out") == 1


def test_billed_again_when_the_transfer_comes_back():
    scene = scenes.validated(None, scenes.with_bank_account(scenes.a_body()))
    on = date(2027, 2, 1)
    actions.note_returned(enrolment_id=scene.id, by=SYSTEM, at=moment(on))
    assert told(scene).count("billing_reopened") == 0
    batch_id = treasury.prepare_payouts(until=on, by=FINANCE, at=moment(on))
    treasury.approve_payouts(batch_id=batch_id, by=APPROVER, at=moment(on))
    treasury.mark_paid(batch_id=batch_id, by=FINANCE, at=moment(on))
    actions.note_paid(enrolment_id=scene.id, by=SYSTEM, at=moment(on))
    assert refusal(actions.note_returned, scene, by=scene.body.agent, at=moment(on)) == Refusal.NOT_YOURS
    for _ in range(2):
        actions.note_returned(enrolment_id=scene.id, by=SYSTEM, at=moment(on))
    assert scene.now.billing_state == BillingState.BILLED
    assert told(scene).count("billing_reopened") == 1
