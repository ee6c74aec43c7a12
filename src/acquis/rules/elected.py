"""The right of local elected officials to training (DIFE): a counter of its own, never mixed with the account.

CGCT L1621-3 and following; the numbers are in `law/account.toml`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from acquis.rules import calendar
from acquis.rules.record import Law
from acquis.rules.types import Refusal
from acquis.rules.vocabulary import Cents, Day, Number, at_least, at_most, refuse_when, unless_refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ElectedCredit:
    """The credit of one anniversary, whatever the number of mandates, and its working."""

    earned_cents: Cents
    ceiling_cents: Cents
    room_cents: Cents
    granted_cents: Cents
    refusal: Refusal | None


def elected_credit(law: Law, *, balance_cents: Cents) -> ElectedCredit:
    """What an anniversary adds. `law` is that of the anniversary; the balance is that of this counter alone."""
    earned, ceiling = law.account.elected_yearly_cents, law.account.elected_ceiling_cents
    refusal = refuse_when(earned is None or ceiling is None, Refusal.DATE_NOT_COVERED)
    room = at_least(0, (ceiling or 0) - balance_cents)
    return ElectedCredit(
        earned_cents=earned or 0,
        ceiling_cents=ceiling or 0,
        room_cents=room,
        granted_cents=unless_refused(refusal, at_most(room, earned or 0)),
        refusal=refusal,
    )


def mandate_begins(first_round_on: Day) -> Day:
    """The third Monday after the first round that gave the mandate: its anniversaries bring the yearly credit."""
    days = calendar.numpy_days(first_round_on)
    # The first of January 1970 was a Thursday.
    weekday: Any = (days.astype("datetime64[D]").astype(np.int64) + 3) % 7
    third = days + (7 - weekday) + 14
    return third if isinstance(first_round_on, np.ndarray) else _plain(third)


def anniversary_in(first_round_on: date, year: int) -> date | None:
    """The anniversary of the mandate in a year; None before the first one."""
    begins = mandate_begins(first_round_on)
    if year <= begins.year:
        return None
    found: date = calendar.add_months(begins, 12 * (year - begins.year))
    return found


def elected_use_until(law: Law, mandate_ended_on: Day) -> Day:
    """The last day on which rights may be used after the mandate, if no pension is drawn."""
    return calendar.add_months(mandate_ended_on, law.account.elected_use_after_mandate_months)


def elected_price_most(law: Law, hours: Number) -> Cents | None:
    """What a training of so many hours may cost at most; None where the law of the day sets no limit."""
    most = law.account.elected_hour_most_cents
    return None if most is None else most * hours


def _plain(day: Any) -> date:
    found: date = day.astype("datetime64[D]").astype(object)
    return found
