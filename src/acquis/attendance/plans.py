"""What a plan must be, how it is written beside its changes, and the half-days that a rule makes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from acquis.enrolments.types import Attendee
from acquis.rules import is_working_day

from .models import HalfDay
from .types import LONGEST_MINUTES, LONGEST_PLACE, MOST_STEPS, Mode, Planned, Refusal


def tidy(plan: Planned) -> Planned:
    """The plan without what its kind has not: only what is done alone counts steps."""
    steps = plan.steps if plan.mode is Mode.REMOTE_ALONE else 0
    return replace(plan, steps=steps, place=" ".join(plan.place.split())[:LONGEST_PLACE])


def judged(plan: Planned, attendees: Sequence[Attendee]) -> Refusal | None:
    """Why this plan cannot be one of the session that these people follow; None when it can."""
    if plan.minutes <= 0:
        return Refusal.TIMES_IMPOSSIBLE
    if plan.minutes > LONGEST_MINUTES:
        return Refusal.TOO_LONG
    if plan.mode is Mode.ON_SITE and not plan.place:
        return Refusal.PLACE_MISSING
    if plan.mode is Mode.REMOTE_ALONE and not 0 < plan.steps <= MOST_STEPS:
        return Refusal.STEPS_MISSING
    followers = [each for each in attendees if plan.only_for in (None, each.id)]
    if not followers:
        return Refusal.NOT_EXPECTED
    if not any(each.follows_on(plan.day) for each in followers):
        return Refusal.OUTSIDE_SESSION
    return None


def beside(plan: Planned, others: Sequence[HalfDay], *, session_id: UUID) -> HalfDay | None:
    """The half-day that already stands where this plan would: somebody would be in two places at once."""
    for other in others:
        if other.session_id != session_id or (other.day, other.part) != (plan.day, plan.part):
            continue
        if None in (plan.only_for, other.only_for) or plan.only_for == other.only_for:
            return other
    return None


def repeated(
    model: Planned, *, until: date, weekdays: Collection[int], slots: Sequence[tuple[time, time]]
) -> Iterator[Planned]:
    """The half-days of a rule: each slot of each of these weekdays (0 is Monday) from `model.day` to `until`.

    Public holidays are left out, as people do not come then.
    """
    day = model.day
    while day <= until:
        # A Saturday is no working day and may be taught; a holiday is found by the weekday it would have been worked.
        if day.weekday() in weekdays and (day.weekday() > 4 or is_working_day(day)):
            for starts, ends in slots:
                yield replace(model, day=day, starts=starts, ends=ends)
        day += timedelta(days=1)


def written(plan: Planned) -> dict[str, Any]:
    """A plan as its changes keep it."""
    return {
        "day": plan.day.isoformat(),
        "starts": f"{plan.starts:%H:%M}",
        "ends": f"{plan.ends:%H:%M}",
        "mode": str(plan.mode),
        "place": plan.place,
        "steps": plan.steps,
        "only_for": str(plan.only_for) if plan.only_for else None,
    }


def read(kept: dict[str, Any]) -> Planned:
    """The plan that `written` wrote."""
    return Planned(
        day=date.fromisoformat(kept["day"]),
        starts=time.fromisoformat(kept["starts"]),
        ends=time.fromisoformat(kept["ends"]),
        mode=Mode(kept["mode"]),
        place=kept["place"],
        steps=kept["steps"],
        only_for=UUID(kept["only_for"]) if kept["only_for"] else None,
    )
