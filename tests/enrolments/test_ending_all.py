"""A death, or a body that stops, ends all that was ordered: what each state becomes, and that twice is once."""

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.money import moved
from tests.moments import moment
from tests.scenes import PRICE, STAFF, STARTS, SYSTEM

from acquis.accounts import actions as accounts
from acquis.accounts.events import RightsEnded
from acquis.accounts.queries import end_of_rights, rights
from acquis.enrolments import actions, jobs, reactions
from acquis.enrolments.events import Excused, ServiceDecided, ServiceValidated
from acquis.enrolments.types import ControlState, EndMotive, State
from acquis.journal.checks import CHECKS
from acquis.rules.types import ExitReason

pytestmark = pytest.mark.django_db

DIED = date(2026, 12, 14)
KNOWN = moment(date(2026, 12, 21))


def sound():
    names = ("enrolments", "treasury", "ledger", "accounts")
    assert [f for n, check in CHECKS.items() if n.startswith(names) and "delay" not in n for f in check()] == []


def test_a_death_ends_what_was_ordered():
    holder = scenes.a_holder()
    begun = scenes.in_training(holder)
    confirmed = scenes.confirmed(holder, starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 20))
    asked = scenes.requested(holder, starts_on=date(2027, 2, 9), ends_on=date(2027, 2, 19))
    accounts.record_death(account_id=holder.account_id, died_on=DIED, by=STAFF, at=KNOWN)
    told = RightsEnded(about=holder.account_id, account_id=holder.account_id, ground="death")
    reactions.end_for_the_dead(told, by=SYSTEM, at=KNOWN)
    for _ in range(2):
        jobs.end_for_the_dead.func(account_id=str(holder.account_id), due=KNOWN.isoformat())
    now = begun.now
    assert (now.state, now.exit_reason, now.exited_on) == (State.EXITED, ExitReason.FORCE_MAJEURE, DIED)
    assert {each.now.state for each in (confirmed, asked)} == {State.CANCELLED_BY_OPERATOR}
    assert confirmed.now.end_motive is EndMotive.HOLDER_DIED
    # Nothing of their rights is left to anybody; what their card paid goes to their estate.
    assert moved(confirmed) == {"card_clearing": -15_000, "refunds_due": 15_000}
    actions.declare_service(enrolment_id=begun.id, done=35, total=70, by=begun.body.agent, at=KNOWN)
    due = begun.now.due_at
    actions.validate_service(enrolment_id=begun.id, by=SYSTEM, at=due)
    done = begun.now
    assert (done.provider_cents, done.returned_cents) == (PRICE // 2, PRICE // 2)
    about = {
        "about": begun.id,
        "account_id": holder.account_id,
        "provider_id": begun.body.id,
        "state": "service_validated",
        "rate_percent": 50,
        "provider_cents": 1,
        "returned_cents": 1,
        "lapsed_cents": 0,
    }
    reactions.cancel_what_came_back(ServiceValidated(**about), by=SYSTEM, at=due)
    reactions.cancel_what_was_given_back(ServiceDecided(**about, reason="force_majeure"), by=SYSTEM, at=due)
    accounts.cancel_returned(account_id=holder.account_id, under=f"enrolment {begun.id}", by=SYSTEM, at=due)
    ended = end_of_rights(holder.account_id)
    assert (ended.frozen_cents, ended.volunteer_cents) == (0, 0)
    sound()


def test_what_an_excuse_gives_back_to_the_dead_is_cancelled_too():
    scene = scenes.confirmed()
    me, at = scene.holder.account_id, moment(STARTS)
    actions.declare_no_show(enrolment_id=scene.id, by=scene.body.agent, at=at)
    accounts.record_death(account_id=me, died_on=STARTS - timedelta(days=2), by=STAFF, at=KNOWN)
    actions.excuse(enrolment_id=scene.id, by=STAFF, at=KNOWN)
    told = Excused(about=scene.id, account_id=me, provider_id=scene.body.id, state="no_show", returned_cents=PRICE)
    for _ in range(2):
        reactions.cancel_what_was_excused(told, by=SYSTEM, at=KNOWN)
    ended = end_of_rights(me)
    assert (ended.frozen_cents, ended.volunteer_cents) == (0, 0)
    assert rights(me, on=KNOWN.date()).available_cents == 0
    sound()


def test_what_was_done_in_the_name_of_the_dead_is_put_under_control():
    scene = scenes.in_training()
    me = scene.holder.account_id
    accounts.record_death(account_id=me, died_on=STARTS - timedelta(days=2), by=STAFF, at=KNOWN)
    jobs.end_for_the_dead.func(account_id=str(me), due=KNOWN.isoformat())
    assert (scene.now.state, scene.now.control_state) == (State.IN_TRAINING, ControlState.IN_CONTROL)
    alive = scenes.confirmed()
    jobs.end_for_the_dead.func(account_id=str(alive.holder.account_id), due=KNOWN.isoformat())
    accounts.cancel_returned(account_id=alive.holder.account_id, under="x", by=SYSTEM, at=KNOWN)
    assert alive.now.state is State.CONFIRMED
