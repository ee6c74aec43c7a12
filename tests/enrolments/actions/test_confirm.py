"""Confirming and paying: refusals in the order they are checked, then what each does."""

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.telling import refusal, told
from tests.moments import AT, moment
from tests.scenes import STAFF, SYSTEM

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind
from acquis.catalogue.models import Certification
from acquis.enrolments import actions, queries
from acquis.enrolments.types import Refusal, Source, State
from acquis.people.types import Refusal as ProofRefusal
from acquis.providers import actions as providers
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

WEB = {"session": "session", "return_path": "/mes-inscriptions"}


def test_who_confirms_and_when():
    scene = scenes.proposed()
    for by in (scene.body.agent, scenes.a_holder().actor, STAFF):
        assert refusal(actions.confirm, scene, proof_id=None, **WEB, by=by, at=AT) == Refusal.NOT_YOURS
    me = scene.holder.actor
    late = moment(date(2026, 11, 27), 0)
    assert refusal(actions.confirm, scene, proof_id=None, **WEB, by=me, at=late) == Refusal.TOO_LATE_TO_CONFIRM
    requested = scenes.requested()
    by = requested.holder.actor
    assert refusal(actions.confirm, requested, proof_id=None, **WEB, by=by, at=AT) == Refusal.NOT_NOW


def test_confirming_after_the_session_began():
    scene = scenes.requested(prerequisites=True)
    actions.acknowledge(enrolment_id=scene.id, by=scene.body.agent, at=AT)
    actions.accept(enrolment_id=scene.id, by=scene.body.agent, at=moment(date(2026, 12, 7)))
    reason = refusal(actions.confirm, scene, proof_id=None, **WEB, by=scene.holder.actor, at=moment(scenes.STARTS))
    assert reason == Refusal.SESSION_STARTED


def test_confirming_asks_the_account_and_the_body_again():
    scene = scenes.proposed()
    accounts.freeze(account_id=scene.holder.account_id, reason="test", by=SYSTEM, at=AT)
    reason = refusal(actions.confirm, scene, proof_id=None, **WEB, by=scene.holder.actor, at=AT)
    assert reason == Refusal.ACCOUNT_NOT_OPEN
    other = scenes.proposed()
    providers.suspend(provider_id=other.body.id, reason="test", by=SYSTEM, at=AT)
    reason = refusal(actions.confirm, other, proof_id=None, **WEB, by=other.holder.actor, at=AT)
    assert reason == Refusal.PROVIDER_NOT_REFERENCED


def test_a_certification_that_ended_since_the_request_is_no_longer_bought():
    scene = scenes.proposed()
    ended = moment(date(2026, 11, 24))
    Certification.objects.filter(pk=scene.now.certification_code).update(registered_until=date(2026, 11, 23))
    assert queries.proposal_quote(scene.id, by=scene.holder.actor, on=date(2026, 11, 23)).refusal is None
    quote = queries.proposal_quote(scene.id, by=scene.holder.actor, on=ended.date())
    assert quote.refusal == Refusal.CERTIFICATION_NOT_ACTIVE
    reason = refusal(actions.confirm, scene, proof_id=None, **WEB, by=scene.holder.actor, at=ended)
    assert reason == Refusal.CERTIFICATION_NOT_ACTIVE


def test_a_fresh_proof_for_this_basket_is_needed():
    scene = scenes.proposed()
    me = scene.holder.actor

    def confirming(proof_id, *, session="session", at=AT):
        return refusal(actions.confirm, scene, proof_id=proof_id, session=session, return_path="/", by=me, at=at)

    assert confirming(None) == Refusal.PROOF_OF_IDENTITY_REQUIRED
    assert confirming(scenes.a_proof(scene, basket="another")) == ProofRefusal.PROOF_OTHER_BASKET
    proof_id = scenes.a_proof(scene)
    assert confirming(proof_id, session="stolen") == ProofRefusal.PROOF_OTHER_SESSION
    assert confirming(proof_id, at=AT + timedelta(minutes=6)) == ProofRefusal.PROOF_TOO_OLD
    scenes.give(scene.holder, PurseKind.EMPLOYER, 10_000)
    assert confirming(proof_id) == ProofRefusal.PROOF_OTHER_BASKET


def test_confirming_with_something_to_pay():
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    now = scene.now
    assert now.state == State.AWAITING_PAYMENT
    assert now.collection_id == collection_id
    assert now.due_at == AT + timedelta(minutes=30)
    assert [(line.source, line.amount_cents) for line in now.shares] == [
        (Source.RIGHTS, 135_000),
        (Source.HOLDER, 15_000),
    ]
    assert now.participation_cents == 15_000
    assert told(scene) == ["requested", "accepted", "payment_begun"]
    reason = refusal(actions.confirm, scene, proof_id=None, **WEB, by=scene.holder.actor, at=AT)
    assert reason == Refusal.NOT_NOW


def test_confirming_with_nothing_to_pay():
    scene = scenes.proposed(scenes.a_holder(jobseeker=True))
    assert scenes.confirming(scene) is None
    now = scene.now
    assert now.state == State.CONFIRMED
    # Fourteen days from the day after; entry declared three working days after the start at the latest.
    assert (now.withdrawal_last_day, now.due_on) == (date(2026, 12, 4), date(2026, 12, 11))
    assert told(scene) == ["requested", "accepted", "confirmed"]


def test_the_price_shown_is_the_price_confirmed():
    scene = scenes.proposed()
    quote = queries.proposal_quote(scene.id, by=scene.holder.actor, on=AT.date())
    scenes.confirming(scene)
    assert scene.now.shares == quote.lines


def test_payments_are_recorded_by_the_system_only():
    scene = scenes.proposed()
    collection_id = scenes.confirming(scene)
    for by in (scene.holder.actor, scene.body.agent, STAFF):
        reason = refusal(
            actions.record_payment,
            collection_id=collection_id,
            outcome=Outcome.PAID,
            external_id="x",
            by=by,
            at=AT,
        )
        assert reason == Refusal.NOT_YOURS
    reason = refusal(
        actions.record_payment,
        collection_id=scenes.uuid4(),
        outcome=Outcome.PAID,
        external_id="x",
        by=SYSTEM,
        at=AT,
    )
    assert reason == Refusal.UNKNOWN_COLLECTION


def test_a_payment_told_twice_counts_once():
    scene = scenes.proposed()
    scenes.confirming(scene)
    scenes.paying(scene)
    after_one = scene.now
    scenes.paying(scene)
    assert scene.now == after_one
    assert after_one.state == State.CONFIRMED
    assert told(scene) == ["requested", "accepted", "payment_begun", "confirmed"]


def test_a_payment_under_way_changes_nothing():
    scene = scenes.proposed()
    scenes.confirming(scene)
    before = scene.now
    scenes.paying(scene, Outcome.PENDING)
    assert scene.now == before


def test_a_refused_payment_gives_the_proposal_back():
    scene = scenes.proposed()
    scenes.confirming(scene)
    scenes.paying(scene, Outcome.REFUSED)
    now = scene.now
    assert (now.state, now.shares, now.collection_id) == (State.PROPOSED, (), None)
    assert now.due_on == date(2026, 11, 26)
    assert told(scene) == ["requested", "accepted", "payment_begun", "payment_failed"]


def test_expiring_a_payment():
    scene = scenes.proposed()
    scenes.confirming(scene)
    due = scene.now.due_at
    for by in (scene.holder.actor, scene.body.agent, STAFF):
        assert refusal(actions.expire_payment, scene, attempt=1, by=by, at=due) == Refusal.NOT_YOURS
    assert refusal(actions.expire_payment, scene, attempt=2, by=SYSTEM, at=due) == Refusal.DELAY_NOT_OVER
    assert refusal(actions.expire_payment, scene, attempt=1, by=SYSTEM, at=AT) == Refusal.DELAY_NOT_OVER
    actions.expire_payment(enrolment_id=scene.id, attempt=1, by=SYSTEM, at=due)
    assert scene.now.state == State.PROPOSED
    assert refusal(actions.expire_payment, scene, attempt=1, by=SYSTEM, at=due) == Refusal.NOT_NOW
