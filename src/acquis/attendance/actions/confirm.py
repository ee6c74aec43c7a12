"""The trainer, signed in as an agent of the provider, says after a half-day who was there, and signs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import delays, followers, lifecycle, lines, permissions, presences
from ..models import HalfDay
from ..types import Act, Kind, Means, Mode, Refusal, Seen, State


@act
def confirm(*, half_day_id: UUID, seen: Sequence[Seen], by: Actor, at: datetime) -> None:
    """Sign for everybody expected: present, late or left early (with the minutes followed), or absent."""
    half_day = HalfDay.objects.locked(half_day_id)

    permissions.CONDUCT.require(by, half_day)
    state = lifecycle.HALF_DAY.require(Act.CONFIRM, State(half_day.state))
    if half_day.mode == Mode.REMOTE_ALONE:
        raise Refused(Refusal.CODE_NOT_USED)
    if at < half_day.starts_at:
        raise Refused(Refusal.TOO_EARLY)
    if delays.is_too_late(half_day.day, at):
        raise Refused(Refusal.TOO_LATE)
    said = presences.matched(half_day, seen, followers.expected_at(half_day, by=by))

    # After this point the half-day must be signed.
    half_day.state, half_day.signed_at = state, at
    half_day.save(update_fields=["state", "signed_at"])
    late = delays.is_late(half_day.day, at)
    # Each line tells the journal itself.
    for attendee, presence, minutes in said:
        lines.add(
            attendee,
            half_day,
            kind=Kind.CONFIRMED,
            means=Means.ACCOUNT,
            presence=presence,
            minutes=minutes,
            late=late,
            by=by,
            at=at,
        )
