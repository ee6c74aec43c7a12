"""What changes of law would have given to the real accounts, from the facts of the last year credited: sums alone.

The rule of production is asked twice about each slice of facts, under the law of that year and under the changed one.
Nothing is kept of anybody: counts by regime and status, and no group in which fewer than eleven people could be
counted is ever told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from acquis.accounts.queries import YearColumns
from acquis.rules import Change, Refusal, YearOfWork, in_columns, law_on, yearly_credit

from .tally import KEYS, Tally
from .types import Dimension, Effect, Group, ObservedGroup, Situation

DIMENSIONS = (Dimension.REGIME, Dimension.STATUS)
#: A group is told from this number on, whether of people, of those who gain or of those who lose.
LEAST = 11


def nobody_yet() -> Tally:
    """The tally of real accounts: age and region stay with the people."""
    return Tally(tables={each: np.zeros((5, len(KEYS[each])), dtype=np.int64) for each in DIMENSIONS})


def count(tally: Tally, columns: YearColumns, year: int, changes: Sequence[Change]) -> None:
    """Add what the year's facts would have given under the changes, as if these had begun with that year."""
    day = date(year, 12, 31)
    brought = [replace(change, since=date(year, 1, 1)) for change in changes]
    old, new = (_granted(columns, law_on(day, changes=some)) for some in ((), brought))
    situation = KEYS[Dimension.REGIME].index(Situation(columns.regime))
    places = {
        Dimension.REGIME: np.full(len(columns.worked), situation, dtype=np.int8),
        Dimension.STATUS: (columns.low_qualified + 2 * columns.oeth).astype(np.int8),
    }
    tally.count(places, new - old)


def told(effect: Effect) -> dict[Dimension, tuple[ObservedGroup, ...]]:
    """The groups that may be told; where one alone is hidden, the next smallest is too, lest a subtraction tell it."""
    return {dimension: _told(groups) for dimension, groups in effect.groups.items()}


def may_be_told(group: Group) -> bool:
    """Whether nobody can be recognised in a group: each of its numbers is nought, or eleven and more."""
    return all(number == 0 or number >= LEAST for number in (group.accounts, group.gainers, group.losers))


def _told(groups: Sequence[Group]) -> tuple[ObservedGroup, ...]:
    some = [group for group in groups if group.accounts]
    hidden = {group.key for group in some if not may_be_told(group)}
    if len(hidden) == 1:
        others = sorted((group for group in some if group.key not in hidden), key=lambda group: group.accounts)
        hidden |= {group.key for group in others[:1]}
    return tuple(ObservedGroup(key=group.key, group=None if group.key in hidden else group) for group in some)


def _granted(columns: YearColumns, law: Any) -> Any:
    work = YearOfWork(
        regime=columns.regime,
        unit=columns.unit,
        worked=columns.worked,
        reference=columns.reference,
        scale=columns.scale,
        low_qualified=columns.low_qualified,
        oeth=columns.oeth,
        contribution_paid=columns.contribution_paid,
        balance_cents=columns.balance_before_cents,
    )
    given = in_columns(yearly_credit, law, work, "granted_cents")
    return np.zeros(len(columns.worked), dtype=np.int64) if isinstance(given, Refusal) else given[0]
