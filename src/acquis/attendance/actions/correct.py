"""A provider corrects what was said of one person's half-day: one more line, with its motive; nothing is erased."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import delays, followers, lifecycle, lines, permissions, presences
from ..models import Entry, HalfDay
from ..standing import standing_of
from ..types import LONGEST_MOTIVE, Act, Kind, Means, Mode, Refusal, Seen, State


@act
def correct(*, half_day_id: UUID, seen: Seen, steps: int = 0, motive: str, by: Actor, at: datetime) -> UUID:
    """The entry's id. `steps` are the exercises done, for what is done alone."""
    half_day = HalfDay.objects.locked(half_day_id)
    attendee = next(iter(enrolments.attending(by=by, enrolment_ids=[seen.enrolment_id])), None)
    motive = motive.strip()

    permissions.CONDUCT.require(by, half_day)
    lifecycle.HALF_DAY.require(Act.CORRECT, State(half_day.state))
    if attendee is None or attendee.session_id != half_day.session_id or not followers.is_counted(half_day, attendee):
        raise Refused(Refusal.NOT_EXPECTED)
    entries = list(Entry.objects.filter(enrolment_id=attendee.id, half_day_id=half_day.id).order_by("rank"))
    alone = half_day.mode == Mode.REMOTE_ALONE
    if alone and not 0 <= steps <= half_day.steps:
        raise Refused(Refusal.CONNECTION_IMPOSSIBLE, steps=half_day.steps)
    minutes = 0 if alone else presences.minutes_of(half_day, seen.presence, seen.minutes)
    if not motive or len(motive) > LONGEST_MOTIVE:
        raise Refused(Refusal.MOTIVE_MISSING, most=LONGEST_MOTIVE)
    now = standing_of(half_day, entries)
    if now.settled and (now.presence, now.minutes, now.steps) == (seen.presence, minutes, steps if alone else 0):
        raise Refused(Refusal.CHANGES_NOTHING)

    # After this point the correction must be written; the line tells the journal itself.
    return lines.add(
        attendee,
        half_day,
        kind=Kind.CORRECTED,
        means=Means.FORM,
        presence=seen.presence,
        minutes=minutes,
        steps=steps if alone else 0,
        late=delays.is_too_late(half_day.day, at),
        words=motive,
        by=by,
        at=at,
    )
