"""Half-days planned, changed, cancelled: refusals in the order of the checks, then what is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any
from uuid import uuid4

import pytest
from tests import scenes
from tests.attendance.scenes import (
    AFTERNOON,
    ALONE,
    DURING,
    MORNING,
    Class,
    a_class,
    a_morning,
    day,
    opened,
    planned,
    record,
    refused,
    signing,
)
from tests.moments import AT, moment

from acquis.attendance import actions, plans, queries
from acquis.attendance.types import (
    Refusal,
    State,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Class:
    return a_class()


class TestPlanning:
    def test_who_may_and_for_whom(self, group: Class) -> None:
        other = scenes.a_body()
        plan = {"session_id": group.session_id, "half_days": [MORNING], "at": AT}
        refused(Refusal.NOT_YOURS, actions.plan, **plan, by=group.first.holder.actor)
        refused(Refusal.NOBODY_ENROLLED, actions.plan, **plan, by=other.agent)
        asked = scenes.requested()
        plan["session_id"] = asked.now.session_id
        refused(Refusal.NOBODY_ENROLLED, actions.plan, **plan, by=asked.body.agent)
        many = {"session_id": group.session_id, "half_days": [MORNING] * 401, "at": AT}
        refused(Refusal.TOO_MANY_AT_ONCE, actions.plan, **many, by=group.body.agent)

    def test_each_is_judged_by_itself_and_the_good_ones_are_kept(self, group: Class) -> None:
        wrong = {
            Refusal.TIMES_IMPOSSIBLE: replace(MORNING, ends=time(9)),
            Refusal.TOO_LONG: replace(MORNING, ends=time(15, 1)),
            Refusal.PLACE_MISSING: replace(MORNING, place="  "),
            Refusal.STEPS_MISSING: replace(ALONE, steps=0),
            Refusal.NOT_EXPECTED: replace(MORNING, only_for=uuid4()),
            Refusal.OUTSIDE_SESSION: replace(MORNING, day=day(19)),
            Refusal.ALREADY_PLANNED: replace(MORNING, starts=time(10)),
        }
        found = planned(group, MORNING, *wrong.values(), AFTERNOON)
        assert [reason for _, reason in found.refused] == list(wrong)
        assert [place for place, _ in found.refused] == list(range(1, 8))
        assert [card.plan for card in queries.half_days_of(group.session_id, by=group.body.agent)] == [
            MORNING,
            AFTERNOON,
        ]
        again = planned(group, MORNING, AFTERNOON)
        assert (again.made, again.known, again.refused) == ((), 2, ())

    def test_one_person_may_have_half_days_of_their_own_but_not_two_at_once(self, group: Class) -> None:
        alone = replace(MORNING, day=day(10), only_for=group.first.id)
        other = replace(alone, only_for=group.second.id)
        found = planned(group, alone, other, replace(alone, only_for=None))
        assert (len(found.made), found.refused) == (2, ((2, Refusal.ALREADY_PLANNED),))
        assert len(record(group.first).half_days) == len(record(group.second).half_days) == 1

    def test_a_rule_leaves_out_weekends_and_holidays(self) -> None:
        slots = [(time(9), time(12, 30)), (time(13, 30), time(17))]
        model = replace(MORNING, day=moment(day(21)).date())
        made = list(plans.repeated(model, until=day(29), weekdays=range(5), slots=slots))
        assert [each.day.day for each in made[::2]] == [21, 22, 23, 24, 28, 29]
        assert made[1].starts == time(13, 30)

    def test_changing_keeps_what_was(self, group: Class) -> None:
        half_day_id = a_morning(group)
        later = replace(MORNING, starts=time(9, 30))
        asked: dict[str, Any] = {"half_day_id": half_day_id, "half_day": later, "at": AT}
        refused(Refusal.HALF_DAY_UNKNOWN, actions.change, **{**asked, "half_day_id": uuid4()}, by=group.body.agent)
        refused(Refusal.NOT_YOURS, actions.change, **asked, by=scenes.a_body().agent)
        refused(
            Refusal.OUTSIDE_SESSION,
            actions.change,
            **{**asked, "half_day": replace(MORNING, day=day(7))},
            by=group.body.agent,
        )
        refused(Refusal.CHANGES_NOTHING, actions.change, **{**asked, "half_day": MORNING}, by=group.body.agent)
        a_morning(group, AFTERNOON)
        refused(Refusal.ALREADY_PLANNED, actions.change, **{**asked, "half_day": AFTERNOON}, by=group.body.agent)
        actions.change(**asked, by=group.body.agent)
        details = queries.half_day(half_day_id, by=group.body.agent)
        assert details.card.plan == later
        assert [each.before for each in details.changes] == [MORNING]

    def test_who_opened_the_wrong_one_closes_it_until_somebody_signed(self, group: Class) -> None:
        half_day_id = opened(group)
        actions.change(half_day_id=half_day_id, half_day=MORNING, by=group.body.agent, at=DURING)
        assert queries.half_day(half_day_id, by=group.body.agent).card.state is State.PLANNED
        actions.open_half_day(half_day_id=half_day_id, by=group.body.agent, at=DURING)
        signing(group.first, half_day_id)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "by": group.body.agent, "at": DURING}
        refused(Refusal.ALREADY_SIGNED, actions.change, **asked, half_day=AFTERNOON)
        refused(Refusal.ALREADY_SIGNED, actions.cancel, **asked)
        other = a_morning(group, AFTERNOON)
        refused(Refusal.NOT_YOURS, actions.cancel, half_day_id=other, by=scenes.a_body().agent, at=AT)
        actions.cancel(half_day_id=other, by=group.body.agent, at=DURING)
        assert len(record(group.first).half_days) == 1
        refused(Refusal.NOT_NOW, actions.cancel, half_day_id=other, by=group.body.agent, at=DURING)
