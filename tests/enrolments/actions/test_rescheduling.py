"""Other dates, agreed by both: refusals in order, what they change, and that the money never moves."""

from datetime import date, timedelta

import pytest
from tests import scenes
from tests.enrolments.money import held, moved
from tests.enrolments.telling import refusal, told
from tests.moments import AT, moment
from tests.scenes import ENDS, STAFF, STARTS, SYSTEM

from acquis.catalogue.models import HeldPlace, Session
from acquis.enrolments import actions, jobs
from acquis.enrolments.models import Enrolment, Rescheduling
from acquis.enrolments.types import Act, Refusal, ReschedulingState, State
from acquis.journal.checks import CHECKS
from acquis.kit.clock import day_of

pytestmark = pytest.mark.django_db

LATER = {"starts_on": date(2027, 1, 12), "ends_on": date(2027, 1, 22)}


def proposing(scene, by, *, at=AT, **dates):
    return actions.propose_rescheduling(enrolment_id=scene.id, by=by, at=at, **(dates or LATER))


def another_session(scene, **values):
    """One more session of the same action."""
    row = Session.objects.get(pk=scene.now.session_id)
    number = f"S{Session.objects.count() + 2}"
    dates = {"starts_on": LATER["starts_on"], "ends_on": LATER["ends_on"], "content_hash": number, "changed_at": AT}
    return Session.objects.create(action=row.action, number=number, **{**dates, **values}).id


def test_who_proposes_what_and_when():
    scene = scenes.confirmed()
    me, agent = scene.holder.actor, scene.body.agent

    def refused(by=me, at=AT, **dates):
        return refusal(actions.propose_rescheduling, scene, by=by, at=at, **(dates or LATER))

    for by in (STAFF, scenes.a_holder().actor, scenes.a_body().agent):
        assert refused(by) == Refusal.NOT_YOURS
    early = scenes.proposed()
    assert refusal(actions.propose_rescheduling, early, by=early.holder.actor, at=AT, **LATER) == Refusal.NOT_NOW
    assert refused(**LATER, said="x" * 2_001) == Refusal.WORDS_TOO_LONG
    assert refused(session_id=scenes.a_session(scene.body)) == Refusal.OTHER_TRAINING
    assert refused(session_id=another_session(scene, state="closed")) == Refusal.OFFER_GONE
    assert refused(starts_on=STARTS, ends_on=ENDS) == Refusal.CHANGES_NOTHING
    assert refused(starts_on=date(2027, 1, 12), ends_on=date(2027, 1, 11)) == Refusal.ENDS_BEFORE_START
    assert refused(starts_on=day_of(AT), ends_on=ENDS) == Refusal.NEW_START_NOT_AHEAD
    assert refused(at=moment(STARTS)) == Refusal.START_STANDS
    proposing(scene, agent)
    assert refused() == Refusal.RESCHEDULING_UNDER_WAY


def test_the_other_side_agrees_and_the_delays_follow():
    scene = scenes.confirmed()
    me, agent = scene.holder.actor, scene.body.agent
    before = (held(scene), moved(scene), scene.now.withdrawal_last_day)
    proposal = proposing(scene, agent)
    card = scene.now.reschedulings[0]
    # Four working days from Friday 20 November, as the holder has to confirm.
    assert (card.answer_by, card.free_until) == (date(2026, 11, 26), date(2026, 12, 30))

    def answering(by, at=AT, **more):
        what = {"rescheduling_id": proposal, **more}
        return refusal(actions.accept_rescheduling, scene, by=by, at=at, **what)

    assert answering(me, rescheduling_id=scene.id) == Refusal.UNKNOWN_RESCHEDULING
    assert answering(STAFF) == Refusal.NOT_YOURS
    assert answering(agent) == Refusal.NOT_TO_YOU_TO_ANSWER
    assert answering(me, at=moment(date(2026, 11, 27), 0)) == Refusal.TOO_LATE_TO_ANSWER
    actions.accept_rescheduling(enrolment_id=scene.id, rescheduling_id=proposal, by=me, at=AT)
    assert told(scene)[-1] == "rescheduled"
    now = scene.now
    assert (now.state, now.starts_on, now.ends_on) == (State.CONFIRMED, *LATER.values())
    assert (now.free_cancellation_last_day, now.due_on) == (date(2026, 12, 30), date(2027, 1, 15))
    assert (held(scene), moved(scene), now.withdrawal_last_day) == before
    assert now.history[-1].act is Act.RESCHEDULE
    assert answering(me) == Refusal.NOT_NOW
    # The entry is judged by the new dates.
    entry = {"entered_on": STARTS, "by": agent, "at": moment(STARTS)}
    assert refusal(actions.declare_entry, scene, **entry) == Refusal.BEFORE_SESSION
    assert [found for name in CHECKS if name.startswith("enrolments") for found in CHECKS[name]()] == []


def test_another_session_takes_its_place_and_gives_the_former_back():
    scene = scenes.confirmed()
    former, target = scene.now.session_id, another_session(scene, places=1)
    me, agent = scene.holder.actor, scene.body.agent
    proposal = proposing(scene, me, session_id=target)
    taken = {"session_id": target, "reference": scenes.uuid4(), "held_at": AT}
    HeldPlace.objects.create(**taken)
    Session.objects.filter(pk=target).update(places_taken=1)
    full = refusal(actions.accept_rescheduling, scene, rescheduling_id=proposal, by=agent, at=AT)
    assert full == "catalogue.session_full"
    HeldPlace.objects.filter(reference=taken["reference"]).delete()
    Session.objects.filter(pk=target).update(places_taken=0)
    actions.accept_rescheduling(enrolment_id=scene.id, rescheduling_id=proposal, by=agent, at=AT)
    assert HeldPlace.objects.get(reference=scene.id).session_id == target
    assert Session.objects.get(pk=former).places_taken == 0
    assert scene.now.session_id == target


def test_an_answer_is_no_a_silence_or_taken_back():
    scene = scenes.confirmed()
    me, agent = scene.holder.actor, scene.body.agent
    ends = []
    for by in (me, agent):
        proposal = proposing(scene, agent)
        assert refusal(actions.decline_rescheduling, scene, rescheduling_id=proposal, by=STAFF, at=AT) == (
            Refusal.NOT_YOURS
        )
        actions.decline_rescheduling(enrolment_id=scene.id, rescheduling_id=proposal, by=by, at=AT)
        ends.append(scene.now.reschedulings[-1].state)
    assert ends == [ReschedulingState.DECLINED, ReschedulingState.TAKEN_BACK]
    silent = proposing(scene, me)
    due = Rescheduling.objects.get(pk=silent).due_at
    what = {"rescheduling_id": silent, "by": SYSTEM}
    assert refusal(actions.lapse_rescheduling, scene, **what | {"by": me}, at=due) == Refusal.NOT_YOURS
    assert refusal(actions.lapse_rescheduling, scene, **what, at=due - timedelta(seconds=1)) == Refusal.DELAY_NOT_OVER
    actions.lapse_rescheduling(enrolment_id=scene.id, at=due, **what)
    assert scene.now.reschedulings[-1].state is ReschedulingState.LAPSED
    # The job that comes twice has nothing to do; the dates that stood stand.
    jobs.lapse_rescheduling.func(enrolment_id=str(scene.id), rescheduling_id=str(silent), due=due.isoformat())
    assert (scene.now.starts_on, scene.now.ends_on) == (STARTS, ENDS)


def test_a_proposal_near_the_start_is_answered_before_it():
    scene = scenes.confirmed()
    at = moment(date(2026, 12, 7))
    proposing(scene, scene.body.agent, at=at)
    assert scene.now.reschedulings[-1].answer_by == date(2026, 12, 7)


def test_in_training_only_the_end_may_move():
    scene = scenes.in_training()
    at = moment(date(2026, 12, 15))
    agent = scene.body.agent

    def refused(**dates):
        return refusal(actions.propose_rescheduling, scene, by=agent, at=at, **dates)

    assert refused(**LATER) == Refusal.START_STANDS
    assert refused(ends_on=date(2026, 12, 14)) == Refusal.ENDS_BEFORE_START
    proposal = proposing(scene, agent, at=at, ends_on=date(2027, 1, 29))
    actions.accept_rescheduling(enrolment_id=scene.id, rescheduling_id=proposal, by=scene.holder.actor, at=at)
    row = Enrolment.objects.get(pk=scene.id)
    assert (row.ends_on, row.due_on) == (date(2027, 1, 29), date(2027, 2, 3))
    assert scene.now.history[-1].act is Act.EXTEND
