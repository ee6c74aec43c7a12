"""What a year of engagement adds to the volunteers' account (*compte d'engagement citoyen*, CEC).

L5151-7 and following, D5151-14: so much a year for each kind of activity that reaches its threshold, so much in all.
Voluntary work in associations is declared by the volunteer and confirmed by the association, each by a day of the next
year. Amounts, thresholds and days are in `law/counters.toml`.
"""

from dataclasses import dataclass
from datetime import date

from acquis.rules import calendar
from acquis.rules.record import Law
from acquis.rules.types import Engagement, Refusal
from acquis.rules.vocabulary import (
    Cents,
    Day,
    Flag,
    Number,
    at_least,
    at_most,
    choose,
    is_column,
    refuse_when,
    unless_refused,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfEngagement:
    """The facts of one activity in one year: every number, flag and day is a value or a column.

    `amount` counts months (civic service, mentor), days (military and health reserves), vacations in the year (police
    reserve) or hours (voluntary work), in `scale` parts to one. `years_engaged` is the length of a police reservist's
    engagement. The last four serve voluntary work only; a day that is None has not come. `balance_cents` is the
    volunteers' counter alone.
    """

    activity: Engagement
    amount: Number
    scale: int = 1
    years_engaged: Number = 0
    hours_in_one_association: Number = 0
    association_declared_on: Day | None = None
    declared_on: Day | None = None
    confirmed_on: Day | None = None
    balance_cents: Cents = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementCredit:
    """The credit and its working: `amount` of `threshold` (in parts) is reached or not; then as for a year of work."""

    threshold: Number
    is_reached: Flag
    earned_cents: Cents
    ceiling_cents: Cents
    room_cents: Cents
    granted_cents: Cents
    refusal: Refusal | None


def engagement_credit(law: Law, facts: YearOfEngagement) -> EngagementCredit:
    """The rights earned by one activity. `law` is that of the last day of the year of engagement."""
    counters = law.counters
    threshold = threshold_of(law, facts.activity) * facts.scale
    is_reached = facts.amount >= threshold
    if facts.activity is Engagement.POLICE_RESERVE:
        is_reached = is_reached & (facts.years_engaged >= counters.cec_police_reserve_years)
    refusal = None
    if facts.activity is Engagement.VOLUNTARY_WORK:
        in_one = counters.cec_voluntary_hours_in_one_association * facts.scale
        is_reached = is_reached & (facts.hours_in_one_association >= in_one)
        refusal = _refusal_of_voluntary_work(law, facts)
    refusal = refuse_when(_not(is_reached), Refusal.THRESHOLD_NOT_REACHED, refusal)

    earned = choose(is_reached, counters.cec_yearly_cents, 0)
    room = at_least(0, counters.cec_ceiling_cents - facts.balance_cents)
    return EngagementCredit(
        threshold=threshold,
        is_reached=is_reached,
        earned_cents=unless_refused(refusal, earned),
        ceiling_cents=counters.cec_ceiling_cents,
        room_cents=room,
        granted_cents=unless_refused(refusal, at_most(room, earned)),
        refusal=refusal,
    )


def threshold_of(law: Law, activity: Engagement) -> int:
    """How much of an activity gives rights, in the unit in which it is counted (see `YearOfEngagement`)."""
    counters = law.counters
    return {
        Engagement.CIVIC_SERVICE: counters.cec_civic_service_months,
        Engagement.MILITARY_RESERVE: counters.cec_military_reserve_days,
        Engagement.POLICE_RESERVE: counters.cec_police_reserve_vacations,
        Engagement.HEALTH_RESERVE: counters.cec_health_reserve_days,
        Engagement.APPRENTICE_MENTOR: counters.cec_apprentice_mentor_months,
        Engagement.VOLUNTARY_WORK: counters.cec_voluntary_hours,
    }[activity]


def engagement_declared_by(law: Law) -> date:
    """The last day on which voluntary work of the year of `law` is declared by the volunteer."""
    return _next_year(law, law.counters.cec_voluntary_declared_by)


def engagement_confirmed_by(law: Law) -> date:
    """The last day on which the association confirms it."""
    return _next_year(law, law.counters.cec_voluntary_confirmed_by)


def _refusal_of_voluntary_work(law: Law, facts: YearOfEngagement) -> Refusal | None:
    old_enough = calendar.add_months(law.on, -12 * law.counters.cec_association_age_years)
    refusal: Refusal | None = refuse_when(
        _after(old_enough, facts.association_declared_on),
        Refusal.ASSOCIATION_TOO_YOUNG,
        refuse_when(
            _after(engagement_declared_by(law), facts.declared_on),
            Refusal.DECLARED_TOO_LATE,
            refuse_when(_after(engagement_confirmed_by(law), facts.confirmed_on), Refusal.NOT_CONFIRMED_IN_TIME),
        ),
    )
    return refusal


def _after(limit: Day, day: Day | None) -> Flag:
    """Whether a day is later than the limit; one that has not come is."""
    return True if day is None else calendar.day_before(limit, day)


def _not(flag: Flag) -> Flag:
    return ~flag if is_column(flag) else not flag


def _next_year(law: Law, day_of_year: str) -> date:
    month, day = day_of_year.split("-")
    return date(law.on.year + 1, int(month), int(day))
