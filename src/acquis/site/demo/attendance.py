"""Half-days of trainings under way and of some lately over: planned, signed on phones, late, on paper, at a distance.

Each kind of proof has its example, one half-day of today waits to be opened, one of yesterday to be signed, and one
body declared more than its record says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from acquis.attendance import actions
from acquis.attendance import queries as attendance
from acquis.attendance.types import Connected, HalfDayCard, Means, Mode, Planned, Presence, Seen
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Act, Attendee, State
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import PARIS

from .lives import PLAYER
from .stage import Stage

#: Few enough that filling the country takes no longer for it.
RUNNING, OVER = 8, 4
#: Nobody plans a year ahead in a demonstration.
MOST_DAYS = 8
SLOTS = ((time(9), time(12, 30)), (time(13, 30), time(17)))


def people_attend(stage: Stage) -> None:
    """Live the half-days of some trainings, those of the personas' bodies first where there are any."""
    stage.progress("attendance", 0, 1)
    random = stage.random("attendance")
    for states, most in (([State.IN_TRAINING], RUNNING), ([State.SERVICE_DECLARED, State.SERVICE_VALIDATED], OVER)):
        rows = enrolments.enrolments_for_staff(by=PLAYER, states=states, per_page=200).rows
        latest = sorted(rows, key=lambda row: (row.starts_on, row.id), reverse=True)[:most]
        for rank, person in enumerate(enrolments.attending(by=PLAYER, enrolment_ids=[row.id for row in latest])):
            _follow(stage, person, rank, skill=random.random())
    stage.progress("attendance", 1, 1)


def _follow(stage: Stage, person: Attendee, rank: int, *, skill: float) -> None:
    """Plan the half-days of one person's session, then live those that are over."""
    mode = Mode.REMOTE_ALONE if rank % 4 == 3 else Mode.ON_SITE
    first = person.starts_on
    last = min(person.ends_on or first + timedelta(days=2 * MOST_DAYS), max(stage.today, first) + timedelta(days=4))
    begin = max(first, last - timedelta(days=MOST_DAYS))
    model = Planned(
        day=begin,
        starts=SLOTS[0][0],
        ends=SLOTS[0][1],
        mode=mode,
        place="" if mode is Mode.REMOTE_ALONE else person.place or "Au siège de l’organisme",
        steps=4 if mode is Mode.REMOTE_ALONE else 0,
    )
    slots = SLOTS[:1] if mode is Mode.REMOTE_ALONE else SLOTS
    wanted = list(attendance.repeated(model, until=last, weekdays=range(5), slots=slots))
    planned_at = min(_at(first, time(8)), stage.now)
    actions.plan(session_id=person.session_id, half_days=wanted, by=PLAYER, at=planned_at)
    cards = attendance.half_days_of(person.session_id, by=PLAYER)
    over = [
        card for card in cards if card.ends_at + timedelta(hours=2) < stage.now and card.state == "half_day_planned"
    ]
    # The last one that is over is left to whoever plays the body.
    for place, card in enumerate(over[:-1] if person.state is State.IN_TRAINING else over):
        _live(card, person, place, absent=skill < 0.3 and place % 5 == 4)
    declared = [deed.at for deed in enrolments.details(person.id, by=PLAYER).history if deed.act is Act.DECLARE_SERVICE]
    if declared and person.rate_percent is not None:
        # As the reaction to the declaration does, which finds it done.
        actions.compare(enrolment_id=person.id, declared_percent=person.rate_percent, by=PLAYER, at=declared[-1])


def _live(card: HalfDayCard, person: Attendee, place: int, *, absent: bool) -> None:
    """One half-day as it went: by phone most often, afterwards, on paper, or by what a platform measured."""
    details = attendance.half_day(card.id, by=PLAYER)
    if not details.expected:
        return
    after = card.ends_at + timedelta(minutes=10)
    if card.plan.mode is Mode.REMOTE_ALONE:
        told = [
            Connected(enrolment_id=each.enrolment_id, minutes=150, steps=4 - place % 2) for each in details.expected
        ]
        actions.note_connections(half_day_id=card.id, connections=told, means=Means.FILE, by=PLAYER, at=after)
        return
    actions.open_half_day(half_day_id=card.id, by=PLAYER, at=card.starts_at)
    soon = card.starts_at + timedelta(minutes=5)
    shown = attendance.shown_code(card.id, by=PLAYER, at=soon)
    assert shown is not None
    for each in details.expected:
        if (absent and each.enrolment_id == person.id) or place % 6 == 5:
            continue
        holder = Actor(roles=frozenset({Role.HOLDER}), id=each.person_id, account_id=each.account_id)
        late = place % 4 == 3
        actions.sign(half_day_id=card.id, code=shown.code, by=holder, at=after if late else soon)
    said = _said([each.enrolment_id for each in details.expected], person, place, absent=absent)
    actions.confirm(half_day_id=card.id, seen=said, by=PLAYER, at=after)
    if absent:
        there = Seen(enrolment_id=person.id, presence=Presence.LATE, minutes=120)
        motive = "Arrivée après l’appel, vue par le formateur."
        actions.correct(half_day_id=card.id, seen=there, motive=motive, by=PLAYER, at=after + timedelta(minutes=20))


def _said(expected: Sequence[UUID], person: Attendee, place: int, *, absent: bool) -> list[Seen]:
    said = []
    for each in expected:
        presence = Presence.ABSENT if absent and each == person.id else Presence.PRESENT
        if presence is Presence.PRESENT and place % 7 == 6:
            said.append(Seen(enrolment_id=each, presence=Presence.LEFT_EARLY, minutes=150))
        else:
            said.append(Seen(enrolment_id=each, presence=presence))
    return said


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS)
