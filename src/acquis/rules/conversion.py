"""From one unit to another: euros to hours and back, points and old hours to euros.

Décret 2017-928 art. 3 (public agents), L6323-3 and décret 2018-1153 (hours to euros), R4163-11 (points of the
prevention account), the old individual right (DIF). The rates are in `law/conversion.toml`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from acquis.rules.calendar import day_before
from acquis.rules.record import Law
from acquis.rules.types import Counter, Refusal
from acquis.rules.vocabulary import (
    Cents,
    Day,
    Flag,
    Hours,
    Number,
    at_most,
    choose,
    refuse_when,
    share_nearest,
    share_nearest_halves_down,
    unless_refused,
)

CONVERSIONS = frozenset(
    {
        (Counter.RIGHTS_CENTS, Counter.HOURS),
        (Counter.CEC_CENTS, Counter.HOURS),
        (Counter.HOURS, Counter.CENTS),
        (Counter.C2P_POINTS, Counter.CENTS),
        (Counter.DIF_HOURS, Counter.CENTS),
    }
)
"""The conversions that the law knows; any other pair is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """The facts. `amount` is a value or a column of `scale` parts to one: 12.5 hours are `amount=125, scale=10`.

    `declared_on` serves old DIF hours only; None means never declared.
    """

    source: Counter
    target: Counter
    amount: Number | Fraction
    scale: int = 1
    declared_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """The result, in `cents` or in `hours` (the other is None), with the rate and the amount that was counted."""

    rate_cents: int | None
    counted: Any
    cents: Cents | None
    hours: Hours | None
    refusal: Refusal | None


def convert(law: Law, facts: Conversion) -> Converted:
    """Convert an amount on the day of `law`. Fractions of a cent go to the nearest cent, halves up."""
    rule = law.conversion
    rates: dict[tuple[Counter, Counter], int | None] = {
        (Counter.RIGHTS_CENTS, Counter.HOURS): rule.rights_cents_per_hour,
        (Counter.CEC_CENTS, Counter.HOURS): rule.cec_cents_per_hour,
        (Counter.HOURS, Counter.CENTS): rule.hour_cents,
        (Counter.C2P_POINTS, Counter.CENTS): rule.c2p_point_cents,
        (Counter.DIF_HOURS, Counter.CENTS): rule.dif_hour_cents,
    }
    pair = (facts.source, facts.target)
    rate = rates.get(pair)
    refusal = refuse_when(
        pair not in CONVERSIONS, Refusal.NO_SUCH_CONVERSION, refuse_when(rate is None, Refusal.DATE_NOT_COVERED)
    )

    counted = facts.amount
    if facts.source is Counter.DIF_HOURS:
        counted = choose(_lost(law, facts.declared_on), 0, at_most(rule.dif_hours_at_most * facts.scale, counted))
    to_hours = facts.target is Counter.HOURS
    nearest = share_nearest_halves_down if to_hours and rule.half_hour_rounds == "down" else share_nearest
    whole = (rate or 1) * facts.scale
    result = nearest(1, counted, whole) if to_hours else share_nearest(rate or 0, counted, facts.scale)
    result = unless_refused(refusal, result)
    return Converted(
        rate_cents=rate,
        counted=counted,
        cents=None if to_hours else result,
        hours=result if to_hours else None,
        refusal=refusal,
    )


def _lost(law: Law, declared_on: Day | None) -> Flag:
    """Old DIF hours are lost when they were not declared in time."""
    if declared_on is None:
        return True
    return day_before(law.conversion.dif_declared_by, declared_on)
