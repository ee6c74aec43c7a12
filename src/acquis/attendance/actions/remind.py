"""A half-day that was opened is over: who was expected and has not signed is told, once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, followers, permissions
from ..models import Entry, HalfDay
from ..types import Kind, Presence, State


@act
def remind(*, half_day_id: UUID, by: Actor, at: datetime) -> int:
    """How many were told. Whoever the trainer already said was absent has nothing to sign."""
    half_day = HalfDay.objects.locked(half_day_id)

    permissions.FOLLOW.require_any(by)
    # Planned anew since, or cancelled: its people will be asked at its own hour.
    if half_day.state not in (State.OPEN, State.SIGNED) or at < half_day.ends_at:
        return 0
    spoken = Entry.objects.filter(half_day_id=half_day.id)
    done = set(spoken.filter(presence=Presence.ABSENT).values_list("enrolment_id", flat=True))
    done |= set(spoken.filter(kind=Kind.SIGNED).values_list("enrolment_id", flat=True))

    # After this point those who have not signed must be told.
    waiting = [each for each in followers.expected_at(half_day, by=by) if each.id not in done]
    for each in waiting:
        missing = events.SignatureMissing(
            about=each.id, account_id=each.account_id, half_day_id=half_day.id, day=half_day.day
        )
        record(missing, by=by, at=at)
    return len(waiting)
