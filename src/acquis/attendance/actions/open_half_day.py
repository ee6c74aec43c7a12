"""The trainer opens a half-day at its place: from now on its code is shown, and people sign by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from acquis.journal.actions import record
from acquis.journal.jobs import later
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import delays, events, jobs, lifecycle, permissions
from ..models import HalfDay
from ..types import Act, Mode, Refusal, State

#: Some come before the hour, and sign as they come.
BEFORE = timedelta(minutes=30)
#: Who has not signed by then is reminded.
REMIND_AFTER = timedelta(hours=1)


@act
def open_half_day(*, half_day_id: UUID, by: Actor, at: datetime) -> None:
    row = HalfDay.objects.locked(half_day_id)

    permissions.CONDUCT.require(by, row)
    state = lifecycle.HALF_DAY.require(Act.OPEN, State(row.state))
    if row.mode == Mode.REMOTE_ALONE:
        raise Refused(Refusal.CODE_NOT_USED)
    if at < row.starts_at - BEFORE:
        raise Refused(Refusal.TOO_EARLY)
    if delays.is_too_late(row.day, at):
        raise Refused(Refusal.TOO_LATE)

    # After this point the half-day must be open.
    row.state, row.opened_at = state, at
    row.save(update_fields=["state", "opened_at"])
    later(jobs.remind, at=max(row.ends_at, at) + REMIND_AFTER, half_day_id=row.id)

    about = events.HalfDayOpened(about=row.id, provider_id=row.provider_id, session_id=row.session_id)
    record(about, by=by, at=at)
