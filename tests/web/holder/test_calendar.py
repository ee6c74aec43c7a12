"""An enrolment in one's calendar: what an application reads of the file, the same identifiers each time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event
from tests import scenes
from tests.attendance.scenes import a_class, a_morning
from tests.web.visiting import signed_in

from acquis.enrolments import actions as enrolments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def events(scene: scenes.Scene) -> list[Event]:
    answer = signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}/calendrier.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content.decode()).walk("VEVENT"))


def test_the_days_and_the_last_day_to_answer() -> None:
    scene = scenes.proposed()
    training, due = events(scene)
    assert (training.decoded("dtstart"), training.decoded("dtend")) == (date(2026, 12, 8), date(2026, 12, 19))
    assert due.decoded("dtstart") == scene.now.due_on
    assert str(due["summary"]).startswith("Dernier jour pour répondre")
    (alarm,) = due.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(days=-1)
    assert [str(each["uid"]) for each in events(scene)] == [str(training["uid"]), str(due["uid"])]


def test_planned_half_days_take_the_place_of_the_session_in_the_time_of_paris() -> None:
    group = a_class()
    a_morning(group)
    (morning,) = events(group.first)
    assert morning.decoded("dtstart") == datetime(2026, 12, 8, 9, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert morning.decoded("dtend") - morning.decoded("dtstart") == timedelta(hours=3, minutes=30)
    assert str(morning["location"]) == "12 rue des Lilas, Paris"


def test_it_is_nobody_elses_and_gives_no_account() -> None:
    scene = scenes.proposed()
    other = signed_in(scenes.a_holder().actor)
    assert other.get(f"/mes-inscriptions/{scene.id}/calendrier.ics").status_code == 404
    said = signed_in(scene.holder.actor).get(f"/mes-inscriptions/{scene.id}/calendrier.ics").content.decode()
    assert str(scene.holder.account_id) not in said


def test_what_is_over_leaves_nothing() -> None:
    scene = scenes.requested()
    assert len(events(scene)) == 1
    enrolments.abandon(enrolment_id=scene.id, by=scene.holder.actor, at=scenes.AT)
    assert events(scene) == []
