"""What a yearly run wrote to a range of accounts, undone: in columns where an account stands alone with one regime in
the year, else one by one; both ways do the same.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.columns import Column

from . import kept
from .chains import Chains, chains, received_since
from .later_versions import LaterVersions
from .law_columns import NAMES, FactColumns
from .leading import led_in
from .models import Account
from .standing import STATES, Standing, standing
from .types import CAUSES, REGIMES, AccountState, Cause, Outcome, PurseKind, Refusal, RefusedRow, together
from .years import Slice

_UNDONE, _RESTORED = CAUSES.index(Cause.UNDONE), CAUSES.index(Cause.RESTORED)


class UndoSlice:
    """What the run numbered `undone` wrote to some accounts, put back; `write` then moves the money."""

    def __init__(self, accounts: Column, undone: int, *, run: int, number: int = 0, lock: bool, at: datetime) -> None:
        self.undone, self.run, self.number, self.today = undone, run, number, day_of(at)
        self.versions: LaterVersions | None = None
        self.refused: list[RefusedRow] = []
        ids = accounts
        if len(ids):
            first, last = kit.uuid_of(ids[0]), kit.uuid_of(ids[-1])
            years = kept.years_of_run(first, last, undone)
            # A run writes one year: whoever has none of it has nothing to be undone here.
            ids = self._in_columns(ids, first, last, years[0]) if len(years) == 1 else ids[: len(ids) * len(years)]
        rest = Account.objects.filter(pk__in=kit.uuid_list(ids)).order_by("pk")
        self.rest = Slice.undoing(
            (rest.select_for_update() if lock else rest) if len(ids) else (), undone, run=run, at=at
        )

    def _in_columns(self, ids: Column, first: UUID, last: UUID, year: int) -> Column:
        """Undo what can be in columns; returns the other accounts to which the run wrote something."""
        of, stands = chains(first, last, year), standing(first, last, kind=PurseKind.YEARLY)
        mine = np.add.reduceat(of.run == self.undone, of.first, dtype=np.int64)
        at, plain = kit.places(stands.accounts, of.owners)
        plain[plain] &= stands.states[at[plain]] != STATES.index(AccountState.JOINED)
        plain &= of.single & (mine == 1) & ~kit.places(kit.uuids(sorted(led_in(first, last).heads)), of.owners)[1]
        plain &= kit.places(ids, of.owners)[1]
        # Corrected since: what the run gave is no longer what stands.
        stays = of.run[of.last] == self.undone
        self.refused += [
            RefusedRow(
                account_id=kit.uuid_of(of.owners[place]),
                year=year,
                regime=REGIMES[of.facts.regime[of.last[place]]],
                reason=Refusal.CORRECTED_SINCE,
            )
            for place in np.flatnonzero(plain & ~stays)
        ]
        rows = np.flatnonzero(plain & stays)
        self.versions = self._undo(of, rows, stands, at[rows], year)
        return of.owners[(mine > 0) & ~plain & kit.places(ids, of.owners)[1]]

    def _undo(self, of: Chains, rows: Column, stands: Standing, at: Column, year: int) -> LaterVersions:
        credit = of.last[rows]
        # The version before, where there is one: it stands again, unless it was undone itself.
        former = np.maximum(credit - 1, of.first[rows])
        stood = (credit > of.first[rows]) & (of.cause[former] != _UNDONE)
        told = np.where(stood, former, credit)
        delta, given, posted = -of.moved[credit], of.given[rows], stands.posted[at]
        since = np.zeros(len(rows), dtype=np.int64)
        taken = np.flatnonzero(delta > 0)
        since[taken] = received_since(of.owners[rows[taken]], of.day[credit[taken]], but=self.undone)
        # What the run had taken comes back under the ceiling, or else less what was credited in its place since.
        under_it = np.maximum(of.ceiling[credit], np.where(stood, of.ceiling[former], 0)) - posted
        room = np.maximum(np.maximum(0, np.maximum(under_it, delta - since)), -given)
        available = posted - stands.reserved[at]
        return LaterVersions(
            year=year,
            run=self.run,
            today=self.today,
            accounts=of.owners[rows],
            persons=stands.persons[at],
            purses=stands.purses[at],
            facts=FactColumns(**{name: getattr(of.facts, name)[told] for name in NAMES}),
            cause=np.where(stood, _RESTORED, _UNDONE),
            version=of.version[credit] + 1,
            before=of.before[credit],
            earned=np.where(stood, of.earned[former], 0),
            ceiling=np.where(stood, of.ceiling[former], 0),
            given=given,
            delta=delta,
            moved=np.where(delta < 0, np.maximum(delta, -available), np.minimum(delta, room)),
        )

    def write(self, *, by: Actor, at: datetime) -> None:
        """Money, then versions, for the many and for the rest: all or nothing, in the caller's transaction."""
        if self.versions is not None and len(self.versions):
            self.versions.write(number=self.number, by=by, at=at)
        if self.rest.new:
            self.rest.write(by=by, at=at)

    def outcome(self) -> Outcome:
        """What moved, or would, version by version: the many first, then the rest."""
        rest = self.rest.outcome()
        if self.versions is None:
            return rest
        return together(self.versions.outcome(unchanged=0, refused=tuple(self.refused)), rest)
