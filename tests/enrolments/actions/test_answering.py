"""Acknowledging, accepting, declining, giving up: refusals in the order they are checked, then what each does."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests import scenes
from tests.enrolments.telling import refusal, told
from tests.moments import AT, moment
from tests.scenes import STAFF, SYSTEM

from acquis.accounts import actions as accounts
from acquis.accounts.types import Situation
from acquis.enrolments import actions, delays
from acquis.enrolments.types import DeclineReason, Refusal, State
from acquis.kit.clock import PARIS, day_of
from acquis.providers import actions as providers
from acquis.rules.types import Action
from acquis.rules.types import Refusal as LawRefusal

pytestmark = pytest.mark.django_db

TOO_LATE = moment(date(2026, 11, 25), 0)


@pytest.mark.parametrize("act", [actions.acknowledge, actions.accept])
def test_who_answers_and_when(act):
    assert refusal(act, enrolment_id=uuid4(), by=SYSTEM, at=AT) == Refusal.UNKNOWN_ENROLMENT
    scene = scenes.requested(prerequisites=True)
    for by in (scenes.a_body().agent, scene.holder.actor, STAFF):
        assert refusal(act, scene, by=by, at=AT) == Refusal.NOT_YOURS
    assert refusal(act, scene, by=scene.body.agent, at=TOO_LATE) == Refusal.TOO_LATE_TO_ANSWER
    proposed = scenes.proposed()
    assert refusal(act, proposed, by=proposed.body.agent, at=AT) == Refusal.NOT_NOW


def test_nothing_to_check_nothing_to_acknowledge():
    scene = scenes.requested()
    assert refusal(actions.acknowledge, scene, by=scene.body.agent, at=AT) == Refusal.NO_PREREQUISITES


def test_what_acknowledging_does():
    scene = scenes.requested(prerequisites=True)
    actions.acknowledge(enrolment_id=scene.id, by=scene.body.agent, at=AT)
    assert scene.now.state == State.UNDER_REVIEW
    # Thirty working days from 20 November, Christmas and New Year's Day aside.
    assert scene.now.due_on == date(2027, 1, 5)
    assert refusal(actions.acknowledge, scene, by=scene.body.agent, at=AT) == Refusal.NOT_NOW
    assert told(scene) == ["requested", "acknowledged"]


def test_accepting_asks_the_account_the_law_and_the_body_again():
    scene = scenes.requested()
    accounts.freeze(account_id=scene.holder.account_id, reason="test", by=SYSTEM, at=AT)
    assert refusal(actions.accept, scene, by=scene.body.agent, at=AT) == Refusal.ACCOUNT_NOT_OPEN

    licence = scenes.requested(scenes.a_holder(jobseeker=True), kind=Action.LICENCE_LIGHT)
    accounts.set_situation(account_id=licence.holder.account_id, situation=Situation(), by=SYSTEM, at=AT)
    reason = refusal(actions.accept, licence, by=licence.body.agent, at=AT)
    assert reason == LawRefusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY

    suspended = scenes.requested()
    providers.suspend(provider_id=suspended.body.id, reason="test", by=SYSTEM, at=AT)
    reason = refusal(actions.accept, suspended, by=suspended.body.agent, at=AT)
    assert reason == Refusal.PROVIDER_NOT_REFERENCED


@pytest.mark.parametrize(
    ("starts_on", "reason"),
    [(date(2026, 12, 4), Refusal.START_TOO_SOON), (date(2026, 12, 19), Refusal.AFTER_SESSION)],
)
def test_accepting_on_a_day_that_will_not_do(starts_on, reason):
    scene = scenes.requested()
    assert refusal(actions.accept, scene, starts_on=starts_on, by=scene.body.agent, at=AT) == reason


def test_accepting_after_the_session_began():
    scene = scenes.requested(prerequisites=True)
    actions.acknowledge(enrolment_id=scene.id, by=scene.body.agent, at=AT)
    reason = refusal(actions.accept, scene, by=scene.body.agent, at=moment(scenes.STARTS))
    assert reason == Refusal.SESSION_STARTED


def test_what_accepting_does():
    scene = scenes.requested()
    moved_to = date(2026, 12, 10)
    actions.accept(enrolment_id=scene.id, starts_on=moved_to, message=" Bienvenue. ", by=scene.body.manager, at=AT)
    now = scene.now
    assert (now.state, now.starts_on, now.message) == (State.PROPOSED, moved_to, "Bienvenue.")
    assert now.due_on == date(2026, 11, 26)
    assert refusal(actions.accept, scene, by=scene.body.agent, at=AT) == Refusal.NOT_NOW
    assert told(scene) == ["requested", "accepted"]


def test_declining():
    scene = scenes.requested()
    reason = DeclineReason.SESSION_FULL
    for by in (scenes.a_body().agent, scene.holder.actor, STAFF):
        assert refusal(actions.decline, scene, reason=reason, by=by, at=AT) == Refusal.NOT_YOURS
    actions.decline(enrolment_id=scene.id, reason=reason, by=scene.body.agent, at=AT)
    assert (scene.now.state, scene.now.decline_reason) == (State.DECLINED, reason)
    assert refusal(actions.decline, scene, reason=reason, by=scene.body.agent, at=AT) == Refusal.NOT_NOW
    assert told(scene) == ["requested", "declined"]


def test_giving_up():
    scene = scenes.proposed()
    for by in (scene.body.agent, scenes.a_holder().actor, STAFF):
        assert refusal(actions.abandon, scene, by=by, at=AT) == Refusal.NOT_YOURS
    actions.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=AT)
    assert scene.now.state == State.ABANDONED
    assert refusal(actions.abandon, scene, by=scene.holder.actor, at=AT) == Refusal.NOT_NOW
    assert told(scene) == ["requested", "accepted", "abandoned"]
    paying = scenes.proposed()
    scenes.confirming(paying)
    assert refusal(actions.abandon, paying, by=paying.holder.actor, at=AT) == Refusal.NOT_NOW


@pytest.mark.parametrize(
    ("act", "scene_of", "state", "fact"),
    [
        (actions.lapse_unanswered, scenes.requested, State.UNANSWERED, "unanswered"),
        (actions.lapse_unconfirmed, scenes.proposed, State.UNCONFIRMED, "unconfirmed"),
    ],
)
def test_delays_that_end(act, scene_of, state, fact):
    scene = scene_of()
    due = scene.now.due_at
    for by in (scene.body.agent, scene.holder.actor, STAFF):
        assert refusal(act, scene, by=by, at=due) == Refusal.NOT_YOURS
    assert refusal(act, scene, by=SYSTEM, at=due - scenes.timedelta(seconds=1)) == Refusal.DELAY_NOT_OVER
    act(enrolment_id=scene.id, by=SYSTEM, at=due)
    assert scene.now.state == state
    assert refusal(act, scene, by=SYSTEM, at=due) == Refusal.NOT_NOW
    assert told(scene)[-1] == fact


def test_the_holder_is_reminded_on_the_last_day_and_only_then():
    scene = scenes.proposed()
    due = scene.now.due_at
    assert refusal(actions.remind_to_confirm, scene, by=scene.body.agent, at=due) == Refusal.NOT_YOURS
    assert refusal(actions.remind_to_confirm, scene, by=SYSTEM, at=due) == Refusal.NOT_NOW
    morning = delays.reminder_at(due)
    assert (day_of(morning), morning.astimezone(PARIS).hour) == (day_of(due) - timedelta(days=1), 9)
    actions.remind_to_confirm(enrolment_id=scene.id, by=SYSTEM, at=morning)
    assert told(scene)[-1] == "confirmation_due"
    actions.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=morning)
    assert refusal(actions.remind_to_confirm, scene, by=SYSTEM, at=morning) == Refusal.NOT_NOW
