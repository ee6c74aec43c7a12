"""A half-day as others read it: as planned, and as a line of one person's record."""

from __future__ import annotations

from datetime import datetime

from acquis.enrolments.types import Attendee

from .. import delays
from ..models import HalfDay, PlanChange
from ..types import (
    HalfDayCard,
    HalfDayRecord,
    Mode,
    Standing,
    State,
)
from ..windows import asks_code


def card_of(row: HalfDay) -> HalfDayCard:
    return HalfDayCard(
        id=row.id,
        provider_id=row.provider_id,
        session_id=row.session_id,
        plan=row.plan,
        state=State(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        opened_at=row.opened_at,
        signed_at=row.signed_at,
        changes=PlanChange.objects.filter(half_day=row).count(),
    )


def half_day_of_record(row: HalfDay, standing: Standing, attendee: Attendee, *, at: datetime) -> HalfDayRecord:
    # Nobody loses hours because a trainer forgot to open: what is over is signed without a code.
    begun = row.state in (State.OPEN, State.SIGNED) or (row.state == State.PLANNED and at >= row.ends_at)
    signs = row.mode != Mode.REMOTE_ALONE and begun
    return HalfDayRecord(
        card=card_of(row),
        standing=standing,
        can_sign=signs
        and standing.holder_signed_at is None
        and attendee.is_there_on(row.day)
        and not delays.is_too_late(row.day, at),
        asks_code=asks_code(row, at),
    )
