"""A provider changes a half-day that nobody has signed yet; what it was is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, links, permissions, plans
from ..locks import one_session_at_a_time
from ..models import Entry, HalfDay, PlanChange
from ..types import Act, Planned, Refusal, State


@act
def change(*, half_day_id: UUID, half_day: Planned, by: Actor, at: datetime) -> None:
    """Put `half_day` in the place of what was planned; one that was opened by mistake is closed by it."""
    session_id = HalfDay.objects.filter(pk=half_day_id).values_list("session_id", flat=True).first()
    if session_id is not None:
        one_session_at_a_time(session_id)
    row = HalfDay.objects.locked(half_day_id)
    asked = plans.tidy(half_day)

    permissions.CONDUCT.require(by, row)
    state = lifecycle.HALF_DAY.require(Act.CHANGE, State(row.state))
    if Entry.objects.filter(half_day_id=row.id).exists():
        raise Refused(Refusal.ALREADY_SIGNED)
    people = enrolments.attending(by=by, session_ids=[row.session_id])
    if (reason := plans.judged(asked, people)) is not None:
        raise Refused(reason)
    others = list(HalfDay.objects.standing().filter(session_id=row.session_id).exclude(pk=row.id))
    if plans.beside(asked, others, session_id=row.session_id) is not None:
        raise Refused(Refusal.ALREADY_PLANNED)
    if asked == row.plan and state == row.state:
        raise Refused(Refusal.CHANGES_NOTHING)

    # After this point the change must succeed.
    PlanChange.objects.create(half_day=row, act=Act.CHANGE, before=plans.written(row.plan), by=by.key, at=at)
    row.write_plan(asked)
    row.state, row.opened_at = state, None
    row.save()
    # The trainer was asked to sign another half-day than this one has become.
    links.end(row, at=at)

    about = events.HalfDayChanged(about=row.id, provider_id=row.provider_id, session_id=row.session_id)
    record(about, by=by, at=at)
