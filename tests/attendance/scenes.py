"""Scenes of attendance: two persons of one session, its half-days, what is said of them; all by acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from tests import scenes
from tests.moments import AT, moment

from acquis.attendance import actions, checks, queries
from acquis.attendance.codes import code_at
from acquis.attendance.models import HalfDay
from acquis.attendance.types import Mode, Planned, Planning, Presence, Record, Seen
from acquis.enrolments import actions as enrolments
from acquis.kit.refusal import Refused

DAY = scenes.STARTS
PLACE = "12 rue des Lilas, Paris"
MORNING = Planned(day=DAY, starts=time(9), ends=time(12, 30), mode=Mode.ON_SITE, place=PLACE)
AFTERNOON = Planned(day=DAY, starts=time(13, 30), ends=time(17), mode=Mode.ON_SITE, place=PLACE)
ALONE = Planned(day=date(2026, 12, 9), starts=time(9), ends=time(12), mode=Mode.REMOTE_ALONE, steps=6)
REMOTE = Planned(
    day=date(2026, 12, 9), starts=time(14), ends=time(16), mode=Mode.REMOTE_LIVE, place="https://classe.example"
)
#: During the morning, and after it.
# Some seconds after a code has changed.
DURING, AFTER = moment(DAY, 10) + timedelta(seconds=5), moment(DAY, 12, 40)


@dataclass(frozen=True)
class Class:
    """A session that two persons follow."""

    first: scenes.Scene
    second: scenes.Scene

    @property
    def body(self) -> scenes.Body:
        return self.first.body

    @property
    def session_id(self) -> UUID:
        session_id: UUID = self.first.now.session_id
        return session_id


def a_class() -> Class:
    """Both are confirmed; the session runs from 8 to 18 December."""
    first = scenes.confirmed()
    holder = scenes.a_holder()
    session_id = first.now.session_id
    second_id = enrolments.request(account_id=holder.account_id, session_id=session_id, by=holder.actor, at=AT)
    second = scenes.Scene(second_id, holder, first.body)
    enrolments.accept(enrolment_id=second.id, by=first.body.agent, at=AT)
    if scenes.confirming(second) is not None:
        scenes.paying(second)
    return Class(first, second)


def planned(group: Class, *half_days: Planned, at: datetime = AT) -> Planning:
    wanted = half_days or (MORNING,)
    return actions.plan(session_id=group.session_id, half_days=wanted, by=group.body.agent, at=at)


def a_morning(group: Class, plan: Planned = MORNING) -> UUID:
    (half_day_id,) = planned(group, plan).made
    return half_day_id


def opened(group: Class, plan: Planned = MORNING, *, at: datetime | None = None) -> UUID:
    half_day_id = a_morning(group, plan)
    actions.open_half_day(half_day_id=half_day_id, by=group.body.agent, at=at or moment(plan.day, plan.starts.hour))
    return half_day_id


def code(half_day_id: UUID, at: datetime) -> str:
    """What the phone at the place shows."""
    return code_at(HalfDay.objects.get(pk=half_day_id).secret_sealed, half_day_id, at)


def signing(scene: scenes.Scene, half_day_id: UUID, *, at: datetime = DURING, typed: str | None = None) -> UUID | None:
    typed = code(half_day_id, at) if typed is None else typed
    return actions.sign(half_day_id=half_day_id, code=typed, by=scene.holder.actor, at=at)


def seen(group: Class, first: Any = Presence.PRESENT, second: Any = Presence.PRESENT) -> Sequence[Seen]:
    """What is said of both: a presence, or a presence and the minutes followed."""
    said = []
    for scene, each in ((group.first, first), (group.second, second)):
        presence, minutes = each if isinstance(each, tuple) else (each, None)
        said.append(Seen(enrolment_id=scene.id, presence=presence, minutes=minutes))
    return said


def confirming(group: Class, half_day_id: UUID, *said: Any, at: datetime = AFTER) -> None:
    actions.confirm(half_day_id=half_day_id, seen=seen(group, *said), by=group.body.agent, at=at)


def record(scene: scenes.Scene, *, at: datetime = AFTER) -> Record:
    found = queries.record_of(scene.id, by=scene.holder.actor, at=at)
    assert found is not None
    return found


def day(number: int) -> date:
    """The day of December of the session."""
    return date(2026, 12, number)


def refused(why: Any, act: Any, **arguments: Any) -> None:
    with pytest.raises(Refused) as caught, transaction.atomic():
        act(**arguments)
    assert caught.value.reason is why


def sound() -> None:
    """Every check of the context finds nothing."""
    for check in (
        checks.records_prove_themselves,
        checks.the_journal_vouches,
        checks.words_are_kept,
        checks.half_days_follow_lines,
        checks.links_are_short,
    ):
        assert list(check()) == []


def sealed_words() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words_sealed FROM attendance_entrywords")
        return [row[0] for row in cursor.fetchall()]
