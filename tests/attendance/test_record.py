"""The record of attendance: corrected by one more line, proved by its chain, compared, read by its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from tests import scenes
from tests.attendance.scenes import (
    AFTER,
    AFTERNOON,
    DAY,
    DURING,
    MORNING,
    Class,
    a_class,
    a_morning,
    confirming,
    day,
    opened,
    planned,
    record,
    refused,
    sealed_words,
    signing,
    sound,
)
from tests.moments import AT, moment

from acquis.attendance import actions, chain, checks, queries
from acquis.attendance.types import (
    Kind,
    Presence,
    Refusal,
    Seen,
)
from acquis.enrolments import actions as enrolments
from acquis.journal.queries import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Class:
    return a_class()


class TestCorrecting:
    def test_one_more_line_with_its_motive(self, group: Class) -> None:
        half_day_id = opened(group)
        confirming(group, half_day_id, Presence.ABSENT)
        here = Seen(enrolment_id=group.first.id, presence=Presence.PRESENT)
        asked: dict[str, Any] = {"half_day_id": half_day_id, "seen": here, "motive": "Oubli du formateur", "at": AFTER}
        refused(Refusal.NOT_YOURS, actions.correct, **asked, by=scenes.a_body().agent)
        unknown = replace(here, enrolment_id=uuid4())
        refused(Refusal.NOT_EXPECTED, actions.correct, **{**asked, "seen": unknown}, by=group.body.agent)
        refused(Refusal.MOTIVE_MISSING, actions.correct, **{**asked, "motive": " "}, by=group.body.agent)
        same = replace(here, presence=Presence.ABSENT)
        refused(Refusal.CHANGES_NOTHING, actions.correct, **{**asked, "seen": same}, by=group.body.agent)
        planned_only = {**asked, "half_day_id": a_morning(group, AFTERNOON)}
        refused(Refusal.NOT_NOW, actions.correct, **planned_only, by=group.body.agent)
        actions.correct(**asked, by=group.body.agent)
        found = record(group.first)
        assert [each.kind for each in found.entries] == [Kind.CONFIRMED, Kind.CORRECTED]
        assert (found.entries[1].motive, found.half_days[0].standing.minutes) == ("Oubli du formateur", 210)
        assert b"Oubli" not in b"".join(bytes(each) for each in sealed_words())
        sound()

    def test_nothing_is_erased_and_each_line_holds_the_one_before(self, group: Class) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id)
        found = record(group.first)
        assert [each.previous for each in found.entries] == [chain.BEFORE_THE_FIRST, found.entries[0].digest]
        assert (found.head, found.proven) == (found.entries[-1].digest, True)
        told = [each.payload["digest"] for each in history(group.first.id) if each.kind == "attendance.line_written"]
        assert told == [each.digest for each in found.entries]
        for words in ("UPDATE attendance_entry SET minutes = 1", "DELETE FROM attendance_entry"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(words)

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE attendance_entry SET minutes = 10 WHERE rank = 1",
            "DELETE FROM attendance_entry WHERE rank = 2",
            "DELETE FROM attendance_entry WHERE rank = 1",
        ],
    )
    def test_what_is_changed_behind_our_back_is_found(self, group: Class, change: str) -> None:
        half_day_id = opened(group)
        signing(group.first, half_day_id)
        confirming(group, half_day_id)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE attendance_entry DISABLE TRIGGER USER")
            cursor.execute(change + " AND enrolment_id = %s", [group.first.id])
            cursor.execute("ALTER TABLE attendance_entry ENABLE TRIGGER USER")
        assert not record(group.first).proven
        assert list(checks.records_prove_themselves())
        if change.startswith("DELETE"):
            assert list(checks.the_journal_vouches())


class TestWhatFollows:
    def test_a_declared_rate_that_differs_is_kept_and_announced(self, group: Class) -> None:
        half_day_id = opened(group)
        planned(group, AFTERNOON)
        confirming(group, half_day_id)
        enrolments.declare_entry(enrolment_id=group.first.id, entered_on=DAY, by=group.body.agent, at=moment(DAY, 18))
        before = queries.compared_with_declared(group.first.id, declared_percent=100, by=group.body.agent)
        assert before is not None
        assert (before.gap, before.whole, before.at) == (50, False, None)
        told: dict[str, Any] = {"enrolment_id": group.first.id, "declared_percent": 100, "at": AFTER}
        refused(Refusal.NOT_ALLOWED, actions.compare, **told, by=group.body.agent)
        actions.compare(**told, by=scenes.SYSTEM)
        actions.compare(**told, by=scenes.SYSTEM)
        kept = queries.compared_with_declared(group.first.id, by=group.first.holder.actor)
        assert kept is not None
        assert (kept.record_percent, kept.declared_percent, kept.gap, kept.at) == (50, 100, 50, AFTER)
        kinds = [each.kind for each in history(group.first.id)]
        assert kinds.count("attendance.rate_differs") == 1
        assert [each for each, _ in queries.gaps(by=scenes.STAFF)] == [group.first.id]
        assert queries.gaps(by=group.body.agent) == []
        confirming(group, queries.half_days_of(group.session_id, by=group.body.agent)[1].id, at=moment(DAY, 17, 5))
        actions.compare(**{**told, "at": moment(DAY, 18)}, by=scenes.SYSTEM)
        assert [each.kind for each in history(group.first.id)].count("attendance.rate_differs") == 1

    def test_without_a_plan_nothing_is_compared_and_it_is_kept_so(self, group: Class) -> None:
        actions.compare(enrolment_id=group.first.id, declared_percent=80, by=scenes.SYSTEM, at=AFTER)
        kept = queries.compared_with_declared(group.first.id, by=scenes.STAFF)
        assert kept is not None
        assert (kept.record_percent, kept.gap, kept.differs) == (None, None, False)

    def test_nobody_reads_another_s_record(self, group: Class) -> None:
        a_morning(group)
        assert queries.record_of(group.first.id, by=group.second.holder.actor, at=AT) is None
        assert queries.record_of(group.first.id, by=scenes.a_body().agent, at=AT) is None
        assert queries.record_of(group.first.id, by=scenes.STAFF, at=AT) is not None
        assert queries.half_days_of(group.session_id, by=scenes.a_body().agent) == []

    def test_what_waits_is_listed_for_each(self, group: Class) -> None:
        half_day_id = opened(group)
        a_morning(group, replace(MORNING, day=day(10)))
        waiting = queries.to_attend_to(by=group.body.agent, at=DURING)
        assert [(card.id, people, signed) for card, _, people, signed in waiting] == [(half_day_id, 2, 0)]
        signing(group.first, half_day_id)
        assert queries.to_attend_to(by=group.body.agent, at=DURING)[0][3] == 1
        assert queries.to_sign(by=group.first.holder.actor, at=DURING) == []
        ((enrolment_id, mine),) = queries.to_sign(by=group.second.holder.actor, at=DURING)
        assert (enrolment_id, mine.card.id, mine.asks_code) == (group.second.id, half_day_id, True)
        (card,) = queries.sessions(by=group.body.agent, at=AFTER)
        assert (card.people, card.planned, card.signed, card.overdue) == (2, 2, 0, 1)
