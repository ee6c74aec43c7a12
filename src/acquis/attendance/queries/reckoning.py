"""How much of a training was followed until a day: one reckoning for one enrolment and for all those of a body."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.kit.actor import Actor

from .. import records
from ..models import HalfDay
from ..standing import completion_of
from ..types import FollowedPart, Standing, Strength, Unit

#: What is known of a half-day that comes after the day asked about.
_NOTHING = Standing(
    presence=None, minutes=0, steps=0, strength=Strength.NOTHING, settled=False, late=False, holder_signed_at=None
)


def followed_until(enrolment_id: UUID, *, until: date, by: Actor) -> FollowedPart | None:
    """What the record says, in hours or steps; without a record, the days that are over; None where neither counts.

    Hours that were sold and never planned were not followed: they count in the whole.
    """
    attendee = next(iter(enrolments.attending(by=by, enrolment_ids=[enrolment_id])), None)
    if attendee is not None:
        found = records.standings(records.counted(attendee), records.entries_of(attendee))
        made = completion_of(_known_on(found, until))
        total = Decimal(int(made.total)) / 100
        if total:
            unit = Unit.STEPS if made.by_steps else Unit.HOURS
            whole = total if made.by_steps else max(total, Decimal(attendee.hours))
            return FollowedPart(done=Decimal(int(made.done)) / 100, total=whole, unit=unit)
    days = enrolments.followed_by_days(enrolment_id, until=until, by=by)
    return None if days is None else FollowedPart(done=Decimal(days[0]), total=Decimal(days[1]), unit=Unit.DAYS)


def _known_on(found: list[tuple[HalfDay, Standing]], until: date) -> Iterator[tuple[HalfDay, Standing]]:
    for half_day, standing in found:
        yield half_day, standing if half_day.day <= until else _NOTHING
