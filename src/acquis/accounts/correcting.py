"""Years that have versions already, corrected in columns: other facts, or the same under a corrected law.

For accounts that stand alone, with one regime in the year: what `years.Slice` answers for each of them.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import Column

from .chains import Chains
from .later_versions import LaterVersions
from .law_columns import FactColumns, answers
from .standing import Standing
from .types import CAUSES, REGIMES, Cause, RefusedRow

_UNDONE, _FACTS, _LAW = (CAUSES.index(cause) for cause in (Cause.UNDONE, Cause.FACTS, Cause.LAW))


def simple(of: Chains, accounts: Column, regime: Column) -> Column:
    """Which of these facts are of an account whose year has versions of this very regime, and of no other."""
    at, has = kit.places(of.owners, accounts)
    if not len(of.owners):
        return has
    return has & of.single[at] & (of.facts.regime[of.first[at]] == regime)


class Corrections:
    """Facts of accounts for which `simple` is true, each once, in their order; `versions` is what they make."""

    def __init__(
        self,
        of: Chains,
        accounts: Column,
        facts: FactColumns,
        stands: Standing,
        *,
        year: int,
        run: int,
        again: bool,
        today: date,
    ) -> None:
        own = kit.places(of.owners, accounts)[0]
        last, given = of.last[own], of.given[own]
        standing = of.cause[last] != _UNDONE
        known = standing & facts.same(of.facts.at(last))
        self.unchanged, self.refused = 0, tuple[RefusedRow, ...]()
        at = kit.places(stands.accounts, accounts)[0]
        posted, available = stands.posted[at], stands.posted[at] - stands.reserved[at]
        # Nothing stands for the year: the counter before it is the one of today.
        before = np.where((given == 0) & ~standing, posted, of.before[last])
        asked = np.flatnonzero(~known) if not again else np.arange(len(accounts))
        found = answers(year, facts.at(asked), before[asked])
        refused = np.zeros(len(asked), dtype=bool)
        for rows, reason in found.refused:
            refused[rows] = True
            self.refused += tuple(
                RefusedRow(
                    account_id=kit.uuid_of(accounts[place]),
                    year=year,
                    regime=REGIMES[facts.regime[place]],
                    reason=reason,
                )
                for place in asked[rows]
            )
        same = known[asked] & (found.earned == of.earned[last[asked]]) & (found.ceiling == of.ceiling[last[asked]])
        kept = np.flatnonzero(~refused & ~same)
        self.unchanged = len(accounts) - len(asked) + int((same & ~refused).sum())
        rows = asked[kept]
        # One regime, so that the year gives what this one does. A correction comes later: the room is that of today;
        # what had been taken beyond the year comes back.
        delta = found.granted[kept] - given[rows]
        room = np.maximum(np.maximum(0, found.ceiling[kept] - posted[rows]), -given[rows])
        self.versions = LaterVersions(
            year=year,
            run=run,
            today=today,
            accounts=accounts[rows],
            persons=stands.persons[at[rows]],
            purses=stands.purses[at[rows]],
            facts=facts.at(rows),
            cause=np.where(known[rows], _LAW, _FACTS),
            version=of.version[last[rows]] + 1,
            before=before[rows],
            earned=found.earned[kept],
            ceiling=found.ceiling[kept],
            given=given[rows],
            delta=delta,
            moved=np.where(delta < 0, np.maximum(delta, -available[rows]), np.minimum(delta, room)),
        )
