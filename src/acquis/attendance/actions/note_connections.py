"""At a distance, the provider's platform measured who was connected how long, and which exercises were done.

What is told again changes nothing; what is told higher adds a line, as exercises are done one after the other; what is
told lower is a correction, which says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import followers, lifecycle, lines, permissions
from ..models import Entry, HalfDay
from ..types import Act, Connected, Kind, Means, Mode, Presence, Refusal, State


@act
def note_connections(
    *, half_day_id: UUID, connections: Sequence[Connected], means: Means, by: Actor, at: datetime
) -> int:
    """How many lines were added. `means` is FORM or FILE; minutes beyond the half-day's own are cut to them."""
    half_day = HalfDay.objects.locked(half_day_id)

    permissions.CONDUCT.require(by, half_day)
    state = lifecycle.HALF_DAY.require(Act.NOTE_CONNECTIONS, State(half_day.state))
    if half_day.mode == Mode.ON_SITE:
        raise Refused(Refusal.NOT_BY_CONNECTION)
    # What is done alone may be done before its day.
    if half_day.mode == Mode.REMOTE_LIVE and at < half_day.starts_at:
        raise Refused(Refusal.TOO_EARLY)
    expected = {each.id: each for each in followers.expected_at(half_day, by=by)}
    told = {each.enrolment_id: each for each in connections}
    if not told or len(told) != len(connections) or told.keys() - expected.keys():
        raise Refused(Refusal.NOT_EXPECTED)
    known = _latest(half_day)
    fresh = []
    for enrolment_id, each in sorted(told.items()):
        if each.minutes < 0 or not 0 <= each.steps <= half_day.steps:
            raise Refused(Refusal.CONNECTION_IMPOSSIBLE, steps=half_day.steps)
        now = (min(each.minutes, half_day.minutes), each.steps)
        before = known.get(enrolment_id)
        if before == now:
            continue
        if before is not None and (now[0] < before[0] or now[1] < before[1]):
            raise Refused(Refusal.LOWER_NEEDS_A_MOTIVE)
        fresh.append((expected[enrolment_id], *now))

    # After this point the connections must be written.
    half_day.state, half_day.signed_at = state, half_day.signed_at or at
    half_day.save(update_fields=["state", "signed_at"])
    # Each line tells the journal itself.
    for attendee, minutes, steps in fresh:
        lines.add(
            attendee,
            half_day,
            kind=Kind.CONNECTED,
            means=means,
            presence=presence_of(half_day, minutes, steps),
            minutes=minutes,
            steps=steps,
            by=by,
            at=at,
        )
    return len(fresh)


def presence_of(half_day: HalfDay, minutes: int, steps: int) -> Presence:
    """What measured figures say of somebody: there, there for a part of it, or not at all."""
    done, whole = (steps, half_day.steps) if half_day.mode == Mode.REMOTE_ALONE else (minutes, half_day.minutes)
    if done >= whole:
        return Presence.PRESENT
    return Presence.LEFT_EARLY if done else Presence.ABSENT


def _latest(half_day: HalfDay) -> dict[UUID, tuple[int, int]]:
    """What was measured last of each person, minutes and steps."""
    rows = Entry.objects.filter(half_day_id=half_day.id, kind=Kind.CONNECTED).order_by("rank")
    return {row.enrolment_id: (row.minutes, row.steps) for row in rows}
