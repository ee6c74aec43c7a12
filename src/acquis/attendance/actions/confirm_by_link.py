"""A trainer without an account signs a half-day by their link, which serves once.

The page that received the link acts as the system, under the link's own label; the line names the trainer as the
provider named them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import crypto

from .. import delays, followers, lifecycle, lines, permissions, presences
from ..models import HalfDay, TrainerLink
from ..types import Act, Kind, Means, Refusal, Seen, State
from .name_trainer import digest


@act
def confirm_by_link(*, token: str, seen: Sequence[Seen], by: Actor, at: datetime) -> None:
    """Sign for everybody expected, as `confirm` does."""
    # The half-day before its links, as who makes one does.
    kept = TrainerLink.objects.filter(token=digest(token)).values_list("half_day_id", flat=True).first()
    if kept is None:
        raise Refused(Refusal.LINK_UNKNOWN)
    half_day = HalfDay.objects.locked(kept)
    link = TrainerLink.objects.select_for_update().get(token=digest(token))

    permissions.SPEAK_BY_LINK.require_any(by)
    if link.used_at is not None or at >= link.expires_at:
        raise Refused(Refusal.LINK_UNKNOWN)
    state = lifecycle.HALF_DAY.require(Act.CONFIRM, State(half_day.state))
    if at < half_day.starts_at:
        raise Refused(Refusal.TOO_EARLY)
    said = presences.matched(half_day, seen, followers.expected_at(half_day, by=by))

    # After this point the half-day must be signed.
    link.used_at = at
    link.save(update_fields=["used_at"])
    half_day.state, half_day.signed_at = state, at
    half_day.save(update_fields=["state", "signed_at"])
    name = crypto.unseal(link.name_sealed, table="attendance_trainerlink", column="name", row=link.id)
    late = delays.is_late(half_day.day, at)
    # Each line tells the journal itself.
    for attendee, presence, minutes in said:
        lines.add(
            attendee,
            half_day,
            kind=Kind.CONFIRMED,
            means=Means.LINK,
            presence=presence,
            minutes=minutes,
            late=late,
            words=name,
            by=by,
            at=at,
        )
