"""A walk at random through the acts, by everybody, at any moment: whatever is tried, the invariants hold.

Most of what is tried is refused; what is not must leave every euro accounted for and every history a path.
"""

import importlib
import random
from collections import Counter
from datetime import timedelta

import pytest
from tests import scenes
from tests.moments import AT
from tests.scenes import STAFF, SYSTEM

from acquis.accounts.types import PurseKind
from acquis.enrolments import actions, jobs
from acquis.enrolments.models import Enrolment
from acquis.enrolments.types import DeclineReason, State
from acquis.journal.checks import CHECKS
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules.types import CancelledBy, ExitReason
from acquis.treasury.types import Outcome

pytestmark = pytest.mark.django_db

for context in ("accounting", "enrolments", "ledger"):
    importlib.import_module(f"acquis.{context}.checks")

JOBS = {
    State.REQUESTED: jobs.lapse_unanswered,
    State.UNDER_REVIEW: jobs.lapse_unanswered,
    State.PROPOSED: jobs.lapse_unconfirmed,
    State.SERVICE_DECLARED: jobs.validate_service,
}
#: What each state waits for, by its case in `try_something`.
FORWARD = {
    State.REQUESTED: 2,
    State.UNDER_REVIEW: 2,
    State.PROPOSED: 5,
    State.AWAITING_PAYMENT: 7,
    State.CONFIRMED: 10,
    State.IN_TRAINING: 11,
    State.EXITED: 12,
}


def broken() -> list[str]:
    # The walk runs by its own clock, so what the machine's clock finds overdue is not judged here.
    return [
        found
        for name, check in CHECKS.items()
        if name.startswith(("enrolments", "ledger", "accounting")) and "delay" not in name
        for found in check()
    ]


def pass_the_days(at) -> None:
    """What the jobs would have done by now, in the order of their days."""
    for row in Enrolment.objects.filter(due_at__lte=at).order_by("due_at"):
        if row.state == State.AWAITING_PAYMENT:
            jobs.expire_payment.func(enrolment_id=str(row.id), attempt=row.attempt, due=row.due_at.isoformat())
        elif row.state in JOBS:
            JOBS[State(row.state)].func(enrolment_id=str(row.id), due=row.due_at.isoformat())


def try_something(chance: random.Random, scene: scenes.Scene, at) -> None:
    today = day_of(at)
    me, agent = scene.holder.actor, scene.body.agent
    by = chance.choices([me, agent, STAFF, SYSTEM], [5, 8, 1, 1])[0]
    day = today - timedelta(days=chance.choice([0, 0, 0, 1, 3, 20]))
    told = scene.now
    enrolment = {"enrolment_id": scene.id, "at": at}
    # Half of the time what the state waits for, so that the walk goes somewhere; else anything.
    match FORWARD[told.state] if told.state in FORWARD and chance.random() < 0.5 else chance.randrange(13):
        case 0:
            actions.request(account_id=scene.holder.account_id, session_id=told.session_id, by=me, at=at)
        case 1:
            actions.acknowledge(**enrolment, by=by)
        case 2 | 3:
            actions.accept(**enrolment, by=by)
        case 4:
            if chance.random() < 0.2:
                actions.decline(**enrolment, reason=DeclineReason.OTHER, by=by)
            elif chance.random() < 0.1:
                actions.abandon(**enrolment, by=by)
        case 5 | 6:
            if told.state == State.PROPOSED:
                scenes.confirming(scene, at=at)
        case 7 | 8:
            if told.collection_id:
                scenes.paying(scene, chance.choice([Outcome.PAID, Outcome.PAID, Outcome.REFUSED]), at=at)
        case 9:
            if chance.random() < 0.3:
                actions.withdraw(**enrolment, by=by)
            elif chance.random() < 0.3:
                actions.cancel(
                    **enrolment,
                    on_behalf_of=chance.choice(list(CancelledBy)),
                    force_majeure=by is STAFF,
                    by=by,
                )
        case 10:
            if chance.random() < 0.2:
                actions.declare_no_show(**enrolment, by=by)
            else:
                actions.declare_entry(**enrolment, entered_on=day, by=by)
        case 11:
            actions.declare_exit(**enrolment, exited_on=day, reason=chance.choice(list(ExitReason)), by=by)
        case 12:
            total = chance.randint(1, 100)
            full = told.exit_reason == ExitReason.COMPLETED
            actions.declare_service(**enrolment, done=total if full else chance.randint(0, total), total=total, by=by)


@pytest.mark.parametrize("seed", [2, 3])
def test_a_walk(seed):
    chance = random.Random(seed)
    body = scenes.a_body()
    holders = [
        scenes.a_holder(rights_cents=250_000),
        scenes.a_holder(rights_cents=90_000, top_ups={PurseKind.EMPLOYER: 60_000, PurseKind.REGION: 30_000}),
        scenes.a_holder(rights_cents=0),
    ]
    walked = [
        scenes.requested(
            holder,
            body,
            price_cents=chance.choice([1, 7_500, 99_999, 150_000]),
            starts_on=scenes.STARTS + timedelta(days=chance.randrange(5)),
            ends_on=chance.choice([scenes.ENDS, scenes.date(2027, 6, 30)]),
            prerequisites=chance.random() < 0.3,
        )
        for holder in holders
        for _ in range(4)
    ]
    at, refused = AT, 0
    for step in range(300):
        # Slowly while delays are short, then fast enough to see the sessions end.
        at += timedelta(minutes=chance.choice([2, 10, 40] if step < 120 else [60, 240, 1200]))
        pass_the_days(at)
        try:
            try_something(chance, chance.choice(walked), at)
        except Refused:
            refused += 1
        if step % 100 == 99:
            assert broken() == []
    ended = Counter(scene.now.state for scene in walked)
    # A walk that went nowhere would prove nothing.
    assert 0 < refused < 300
    assert len(ended) >= 3
