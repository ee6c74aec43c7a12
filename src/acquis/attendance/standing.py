"""What is known of one person's half-day, from the lines about it; and the completion rate that all of them make.

The provider's word settles a half-day: the last correction, else what a platform measured, else what the trainer or the
paper says. As long as it has not spoken, a holder's own signature counts, so that nobody loses hours because a trainer
forgot; where both spoke and differ, the provider's word counts and the difference shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from acquis.rules import Completion, Followed, completion

from .models import Entry, HalfDay
from .types import Kind, Mode, Presence, Standing, Strength

#: Whose word settles a half-day, the strongest last.
_SETTLING = (Kind.PAPER, Kind.CONFIRMED, Kind.CONNECTED, Kind.CORRECTED)


def standing_of(half_day: HalfDay, entries: Sequence[Entry]) -> Standing:
    """What the lines about one person's half-day, in order, make of it."""
    signed = next((each for each in entries if each.kind == Kind.SIGNED), None)
    spoken = max(
        (each for each in entries if each.kind != Kind.SIGNED),
        key=lambda each: (_SETTLING.index(Kind(each.kind)), each.rank),
        default=None,
    )
    late = any(each.late for each in entries)
    if spoken is None:
        return Standing(
            presence=Presence.PRESENT if signed else None,
            minutes=half_day.minutes if signed else 0,
            steps=0,
            strength=Strength.HOLDER_ALONE if signed else Strength.NOTHING,
            settled=False,
            late=late,
            holder_signed_at=signed.at if signed else None,
        )
    presence = Presence(spoken.presence)
    return Standing(
        presence=presence,
        minutes=spoken.minutes,
        steps=spoken.steps,
        strength=_strength(spoken, entries, signed=signed is not None),
        settled=True,
        late=late,
        holder_signed_at=signed.at if signed else None,
    )


def _strength(spoken: Entry, entries: Sequence[Entry], *, signed: bool) -> Strength:
    if signed and spoken.presence == Presence.ABSENT:
        return Strength.DISAGREE
    kinds = {each.kind for each in entries}
    if Kind.CONNECTED in kinds and spoken.kind in (Kind.CONNECTED, Kind.CORRECTED):
        return Strength.CONNECTION
    if signed and kinds & {Kind.CONFIRMED, Kind.PAPER}:
        return Strength.BOTH_SIGNED
    return Strength.PAPER if Kind.PAPER in kinds else Strength.TRAINER_ALONE


def completion_of(standings: Iterable[tuple[HalfDay, Standing]]) -> Completion:
    """The completion rate over all the half-days of one person, as the rules count it."""
    live = live_total = alone_total = steps = steps_total = 0
    for half_day, standing in standings:
        if half_day.mode == Mode.REMOTE_ALONE:
            alone_total += half_day.minutes
            steps += standing.steps
            steps_total += half_day.steps
        else:
            live += standing.minutes
            live_total += half_day.minutes
    return completion(
        Followed(
            live_minutes=live,
            live_minutes_total=live_total,
            alone_minutes_total=alone_total,
            steps=steps,
            steps_total=steps_total,
        )
    )
