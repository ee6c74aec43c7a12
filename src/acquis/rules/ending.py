"""When an account is no longer credited nor used, why, and what stays usable (L6323-3, L5421-4; R6333-…).

A full-rate pension or the age of the law end it; a pension without full rate does not. Death closes it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from acquis.rules import calendar
from acquis.rules.record import Law
from acquis.rules.types import EndGround
from acquis.rules.vocabulary import Day, Flag, is_column, refuse_when


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The days of a life, values or columns. None, or NumPy's NaT in a column, for what has not come."""

    born_on: Day
    full_rate_pension_on: Day | None = None
    died_on: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """`of_age_on` is the birthday that ends the account; `ground` is None as long as nothing has.

    `volunteer_training_only`: what the volunteers' account holds may still pay training towards volunteering.
    """

    of_age_on: Day
    ground: EndGround | None
    is_ended: Flag
    volunteer_training_only: Flag


def end_of_account(law: Law, life: Life) -> Ending:
    """Whether the account has ended on the day of `law`: death first, then whichever of pension and age came."""
    of_age_on = calendar.add_months(life.born_on, 12 * law.account.closing_age)
    retired = _come(life.full_rate_pension_on, law)
    aged = _come(of_age_on, law)
    earlier = retired & _first(life.full_rate_pension_on, of_age_on)
    ground = refuse_when(
        _come(life.died_on, law),
        EndGround.DEATH,
        refuse_when(earlier, EndGround.PENSION, refuse_when(aged, EndGround.AGE)),
    )
    nothing: Any = None
    ended = np.not_equal(ground, nothing) if is_column(ground) else ground is not None
    dead = np.equal(ground, EndGround.DEATH) if is_column(ground) else ground is EndGround.DEATH
    alive_and_ended = ended & ~dead if is_column(ended) else ended and not dead
    return Ending(
        of_age_on=of_age_on,
        ground=ground,
        is_ended=ended,
        volunteer_training_only=alive_and_ended & law.purchase.volunteer_training_with_cec,
    )


def escheat_is_open(law: Law) -> bool:
    """Whether unused third-party money of retired or deceased holders is paid over on the day of `law`."""
    since = law.recovery.third_party_escheat_from
    return since is not None and since <= law.on


def _come(day: Day | None, law: Law) -> Flag:
    """Whether a day has come; NaT never does."""
    if day is None:
        return False
    if is_column(day):
        return day <= np.datetime64(law.on)
    return bool(day <= law.on)


def _first(pension_on: Day | None, of_age_on: Day) -> Flag:
    """Whether the pension came before the age, or on the day."""
    if pension_on is None:
        return False
    if is_column(pension_on, of_age_on):
        return calendar.numpy_days(pension_on) <= calendar.numpy_days(of_age_on)
    return bool(pension_on <= of_age_on)
