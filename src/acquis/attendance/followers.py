"""Who is expected at a half-day, by the enrolments that its reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import Attendee
from acquis.kit.actor import Actor

from .models import HalfDay


def expected_at(half_day: HalfDay, *, by: Actor) -> list[Attendee]:
    """Those of whom something is to be said for this half-day, by the number of their enrolment."""
    return _expected(half_day, enrolments.attending(by=by, session_ids=[half_day.session_id]))


def expected_at_each(half_days: Iterable[HalfDay], *, by: Actor) -> dict[UUID, list[Attendee]]:
    """The same for many, asked at once; by half-day."""
    wanted = list(half_days)
    people = enrolments.attending(by=by, session_ids={each.session_id for each in wanted}) if wanted else []
    of_session: dict[UUID, list[Attendee]] = {}
    for each in people:
        of_session.setdefault(each.session_id, []).append(each)
    return {each.id: _expected(each, of_session.get(each.session_id, [])) for each in wanted}


def is_counted(half_day: HalfDay, attendee: Attendee) -> bool:
    """Whether a half-day counts in this person's training, be they there or gone."""
    return half_day.only_for in (None, attendee.id) and attendee.follows_on(half_day.day)


def _expected(half_day: HalfDay, people: Iterable[Attendee]) -> list[Attendee]:
    return [each for each in people if is_counted(half_day, each) and each.is_there_on(half_day.day)]
