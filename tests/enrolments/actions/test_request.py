"""Requesting: refusals in the order they are checked, then what a request does."""

from datetime import date
from uuid import uuid4

import pytest
from tests import scenes
from tests.enrolments.telling import refusal, told
from tests.moments import AT
from tests.scenes import STAFF, SYSTEM

from acquis.accounts import actions as accounts
from acquis.enrolments import actions
from acquis.enrolments.numbers import is_number
from acquis.enrolments.types import Refusal, State
from acquis.providers import actions as providers
from acquis.rules.types import Action
from acquis.rules.types import Refusal as LawRefusal

pytestmark = pytest.mark.django_db


def asking(holder, session_id, *, by=None, at=AT, **choice):
    return {"account_id": holder.account_id, "session_id": session_id, "by": by or holder.actor, "at": at, **choice}


def test_only_the_holder_asks():
    session_id = scenes.a_session(scenes.a_body())
    mine, other = scenes.a_holder(), scenes.a_holder()
    assert refusal(actions.request, **asking(mine, session_id, by=other.actor)) == Refusal.NOT_YOURS
    assert refusal(actions.request, **asking(mine, session_id, by=STAFF)) == Refusal.NOT_YOURS
    assert refusal(actions.request, **asking(mine, session_id, by=scenes.a_body().agent)) == Refusal.NOT_YOURS


def test_a_frozen_account_buys_nothing():
    holder = scenes.a_holder()
    accounts.freeze(account_id=holder.account_id, reason="test", by=SYSTEM, at=AT)
    session_id = scenes.a_session(scenes.a_body())
    assert refusal(actions.request, **asking(holder, session_id)) == Refusal.ACCOUNT_NOT_OPEN


def test_an_unknown_session():
    assert refusal(actions.request, **asking(scenes.a_holder(), uuid4())) == Refusal.OFFER_GONE


def test_the_law_refuses_a_light_licence_without_third_party():
    session_id = scenes.a_session(scenes.a_body(), kind=Action.LICENCE_LIGHT)
    reason = refusal(actions.request, **asking(scenes.a_holder(), session_id))
    assert reason == LawRefusal.LICENCE_NEEDS_JOBSEEKER_OR_THIRD_PARTY


def test_an_offer_withdrawn():
    session_id = scenes.a_session(scenes.a_body())
    scenes.catalogue_rows.Session.objects.filter(pk=session_id).update(state="closed")
    assert refusal(actions.request, **asking(scenes.a_holder(), session_id)) == Refusal.OFFER_GONE


def test_a_body_that_may_not_sell():
    listed = scenes.a_session(scenes.a_body(referenced=False))
    suspended_body = scenes.a_body()
    suspended = scenes.a_session(suspended_body)
    providers.suspend(provider_id=suspended_body.id, reason="test", by=SYSTEM, at=AT)
    for session_id in (listed, suspended):
        reason = refusal(actions.request, **asking(scenes.a_holder(), session_id))
        assert reason == Refusal.PROVIDER_NOT_REFERENCED


def test_a_certification_no_longer_in_force():
    scenes.a_certification("RNCP100", active=False)
    session_id = scenes.a_session(scenes.a_body(), certification="RNCP100")
    assert refusal(actions.request, **asking(scenes.a_holder(), session_id)) == Refusal.CERTIFICATION_NOT_ACTIVE


@pytest.mark.parametrize(
    ("offer", "choice", "reason"),
    [
        ({"starts_on": date(2026, 12, 4), "ends_on": date(2026, 12, 18)}, None, Refusal.START_TOO_SOON),
        ({}, date(2026, 12, 9), Refusal.START_FIXED),
        ({"permanent": True, "starts_on": None, "ends_on": None}, None, Refusal.START_REQUIRED),
        ({"permanent": True, "starts_on": None, "ends_on": None}, date(2026, 12, 4), Refusal.START_TOO_SOON),
        (
            {"permanent": True, "starts_on": None, "ends_on": date(2026, 12, 31)},
            date(2027, 1, 4),
            Refusal.AFTER_SESSION,
        ),
        ({"permanent": True, "starts_on": None, "ends_on": None}, date(9999, 12, 31), Refusal.AFTER_SESSION),
        (
            {"permanent": True, "starts_on": date(2027, 1, 4), "ends_on": None},
            date(2026, 12, 31),
            Refusal.BEFORE_SESSION,
        ),
    ],
)
def test_a_start_that_will_not_do(offer, choice, reason):
    session_id = scenes.a_session(scenes.a_body(), **offer)
    assert refusal(actions.request, **asking(scenes.a_holder(), session_id, starts_on=choice)) == reason


def test_the_eleventh_working_day_will_do():
    session_id = scenes.a_session(scenes.a_body(), starts_on=date(2026, 12, 7))
    assert actions.request(**asking(scenes.a_holder(), session_id))


def test_the_same_session_twice():
    scene = scenes.requested()
    reason = refusal(actions.request, **asking(scene.holder, scene.now.session_id))
    assert reason == Refusal.ALREADY_REQUESTED
    assert told(scene) == ["requested"]


def test_a_request_ended_may_be_made_again():
    scene = scenes.requested()
    actions.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=AT)
    again = actions.request(**asking(scene.holder, scene.now.session_id))
    assert again != scene.id


def test_what_a_request_does():
    scene = scenes.requested()
    now = scene.now
    assert now.state == State.REQUESTED
    assert (now.account_id, now.person_id, now.provider_id) == (
        scene.holder.account_id,
        scene.holder.person_id,
        scene.body.id,
    )
    assert (now.price_cents, now.starts_on, now.ends_on) == (scenes.PRICE, scenes.STARTS, scenes.ENDS)
    # Two working days from Friday: Tuesday is the last.
    assert now.due_on == date(2026, 11, 24)
    assert is_number(now.number)
    assert told(scene) == ["requested"]
