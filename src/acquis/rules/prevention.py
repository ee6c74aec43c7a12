"""The points of the prevention account (C2P): how they are earned, and which of them may serve training only.

R4163-9, R4163-11, R4163-13; a point's worth in euros is a conversion (`conversion.convert`). The numbers are in
`law/counters.toml`.
"""

from dataclasses import dataclass

from acquis.rules import calendar
from acquis.rules.record import Law
from acquis.rules.vocabulary import Day, Number, at_least, at_most, choose


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """A worker's exposure in a year, values or columns: `quarters` for each of `factors`, all added up.

    `quarters` sums the quarters of every factor: four quarters under two factors are 8. `career_points` are the
    points earned before.
    """

    quarters: Number
    career_points: Number = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsEarned:
    """`room_points` is None where the law has no career limit."""

    earned_points: Number
    room_points: Number | None
    granted_points: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsReserved:
    """Of `held_points`, how many may only pay training, and how many may pay anything."""

    reserved_points: Number
    free_points: Number


def prevention_points(law: Law, exposure: Exposure) -> PointsEarned:
    """The points of one year of exposure. `law` is that of a day of this year."""
    earned = exposure.quarters * law.counters.c2p_points_per_quarter
    most = law.counters.c2p_career_points
    room = None if most is None else at_least(0, most - exposure.career_points)
    return PointsEarned(
        earned_points=earned, room_points=room, granted_points=earned if room is None else at_most(room, earned)
    )


def reserved_points(law: Law, *, born_on: Day, held_points: Number, used_for_training: Number = 0) -> PointsReserved:
    """The share of the points held that only training may use: the first ones earned, less those it has used."""
    counters = law.counters
    is_older = calendar.day_before(born_on, counters.c2p_more_reserved_points_born_from)
    reserved = choose(is_older, counters.c2p_reserved_points_older, counters.c2p_reserved_points_younger)
    if counters.c2p_no_reserved_points_born_before is not None:
        reserved = choose(calendar.day_before(born_on, counters.c2p_no_reserved_points_born_before), 0, reserved)
    still = at_most(held_points, at_least(0, reserved - used_for_training))
    return PointsReserved(reserved_points=still, free_points=held_points - still)
