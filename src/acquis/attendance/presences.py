"""What is said of everybody expected at a half-day: nobody forgotten, nobody invented, minutes that can be."""

from __future__ import annotations

from collections.abc import Sequence

from acquis.enrolments.types import Attendee
from acquis.kit.refusal import Refused

from .models import HalfDay
from .types import Presence, Refusal, Seen


def minutes_of(half_day: HalfDay, presence: Presence, minutes: int | None) -> int:
    """The minutes followed; refuses those that contradict what is said of the person."""
    if presence is Presence.ABSENT:
        return 0
    if presence is Presence.PRESENT:
        return half_day.minutes
    if minutes is None or not 0 < minutes < half_day.minutes:
        raise Refused(Refusal.PRESENCE_IMPOSSIBLE, most=half_day.minutes - 1)
    return minutes


def matched(
    half_day: HalfDay, seen: Sequence[Seen], expected: Sequence[Attendee]
) -> list[tuple[Attendee, Presence, int]]:
    """Each person expected with what is said of them, in the order in which sheets are held: by enrolment."""
    said = {each.enrolment_id: each for each in seen}
    if len(said) != len(seen) or said.keys() - {each.id for each in expected}:
        raise Refused(Refusal.NOT_EXPECTED)
    if any(each.id not in said for each in expected) or not expected:
        raise Refused(Refusal.SOMEBODY_MISSING)
    return [
        (each, said[each.id].presence, minutes_of(half_day, said[each.id].presence, said[each.id].minutes))
        for each in sorted(expected, key=lambda each: each.id)
    ]
