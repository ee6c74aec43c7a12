"""Withdrawing, cancelling, not coming: refusals in the order they are checked, then what each does."""

from datetime import date

import pytest
from tests import scenes
from tests.enrolments.telling import refusal, told
from tests.moments import AT, moment
from tests.scenes import STAFF, STARTS

from acquis.enrolments import actions
from acquis.enrolments.types import BillingState, Refusal, State
from acquis.rules.types import CancelledBy

pytestmark = pytest.mark.django_db

HOLDER, PROVIDER = CancelledBy.HOLDER, CancelledBy.PROVIDER


def test_withdrawing():
    scene = scenes.confirmed()
    me = scene.holder.actor
    for by in (scene.body.agent, scenes.a_holder().actor, STAFF):
        assert refusal(actions.withdraw, scene, by=by, at=AT) == Refusal.NOT_YOURS
    proposed = scenes.proposed()
    assert refusal(actions.withdraw, proposed, by=proposed.holder.actor, at=AT) == Refusal.NOT_NOW
    late = moment(date(2026, 12, 5), 0)
    assert refusal(actions.withdraw, scene, by=me, at=late) == Refusal.WITHDRAWAL_OVER

    actions.withdraw(enrolment_id=scene.id, by=me, at=moment(date(2026, 12, 4), 23, 59))
    assert scene.now.state == State.WITHDRAWN
    assert refusal(actions.withdraw, scene, by=me, at=AT) == Refusal.NOT_NOW
    assert told(scene)[-1] == "withdrawn"


def test_no_withdrawal_once_the_session_has_begun():
    scene = scenes.proposed()
    confirmed_on = date(2026, 11, 26)
    scenes.confirming(scene, at=moment(confirmed_on))
    scenes.paying(scene, at=moment(confirmed_on))
    assert scene.now.withdrawal_last_day > STARTS
    reason = refusal(actions.withdraw, scene, by=scene.holder.actor, at=moment(STARTS))
    assert reason == Refusal.WITHDRAWAL_OVER


def test_who_cancels_and_when():
    scene = scenes.confirmed()
    me, agent = scene.holder.actor, scene.body.agent

    def cancelling(by, behalf, *, at=AT, **more):
        return refusal(actions.cancel, scene, on_behalf_of=behalf, by=by, at=at, **more)

    assert cancelling(me, HOLDER, force_majeure=True) == Refusal.PROOF_REQUIRED
    assert cancelling(agent, PROVIDER, force_majeure=True) == Refusal.PROOF_REQUIRED
    assert cancelling(scenes.APPROVER, HOLDER, force_majeure=True) == Refusal.PROOF_REQUIRED
    assert cancelling(agent, HOLDER) == Refusal.NOT_YOURS
    assert cancelling(me, PROVIDER) == Refusal.NOT_YOURS
    assert cancelling(STAFF, HOLDER) == Refusal.NOT_YOURS
    assert cancelling(me, HOLDER, at=moment(STARTS)) == Refusal.SESSION_STARTED
    requested = scenes.requested()
    reason = refusal(actions.cancel, requested, on_behalf_of=HOLDER, by=requested.holder.actor, at=AT)
    assert reason == Refusal.NOT_NOW


@pytest.mark.parametrize(
    ("day", "provider_cents", "billing"),
    [(date(2026, 11, 26), 0, BillingState.NOT_BILLABLE), (date(2026, 11, 27), 7_500, BillingState.BILLED)],
)
def test_the_holder_cancels(day, provider_cents, billing):
    scene = scenes.confirmed()
    assert scene.now.free_cancellation_last_day == date(2026, 11, 26)
    actions.cancel(enrolment_id=scene.id, on_behalf_of=HOLDER, by=scene.holder.actor, at=moment(day))
    now = scene.now
    assert (now.state, now.provider_cents, now.billing_state) == (
        State.CANCELLED_BY_HOLDER,
        provider_cents,
        billing,
    )
    reason = refusal(actions.cancel, scene, on_behalf_of=HOLDER, by=scene.holder.actor, at=moment(day))
    assert reason == Refusal.NOT_NOW
    assert told(scene).count("cancelled") == 1


def test_the_provider_takes_a_proposal_back():
    scene = scenes.proposed()
    actions.cancel(enrolment_id=scene.id, on_behalf_of=PROVIDER, by=scene.body.agent, at=AT)
    assert scene.now.state == State.CANCELLED_BY_PROVIDER


def test_not_coming():
    scene = scenes.confirmed()
    for by in (scene.holder.actor, scenes.a_body().agent, STAFF):
        assert refusal(actions.declare_no_show, scene, by=by, at=moment(STARTS)) == Refusal.NOT_YOURS
    early = moment(date(2026, 12, 7), 23, 59)
    assert refusal(actions.declare_no_show, scene, by=scene.body.agent, at=early) == Refusal.BEFORE_SESSION
    actions.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=moment(STARTS))
    assert scene.now.state == State.NO_SHOW
    assert refusal(actions.declare_no_show, scene, by=scene.body.agent, at=moment(STARTS)) == Refusal.NOT_NOW
    assert told(scene)[-1] == "no_show"
