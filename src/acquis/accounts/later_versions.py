"""Later versions of a year for many accounts at once: what they move, and how that is written.

What is given stands in a book of corrections, as the credits of a run do. What is taken back goes through the ledger's
door of batches, which never lets a purse below nothing: a holder who buys while we read has less than we read, and of
that portion what is there is read anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.columns import Column
from acquis.kit.refusal import Refused
from acquis.ledger.actions import take_columns
from acquis.ledger.queries import balances
from acquis.ledger.types import Balance, Code, House, house
from acquis.ledger.types import Refusal as LedgerRefusal
from acquis.rules import Regime

from .kept_columns import NAMES_KEPT, kept
from .law_columns import FactColumns
from .models import transfer_reference
from .run_books import give
from .types import CAUSES, REGIMES, UNITS, Outcome, RefusedRow

#: What is taken back goes to the ledger in parts of this size: a purchase made meanwhile costs one part a retry.
TAKEN_BACK_AT_ONCE = 1_000
#: Purses from which holders keep buying while we read them are read again this often before the slice gives up.
ATTEMPTS = 25


@dataclass(slots=True, kw_only=True)
class LaterVersions:
    """One place for each version to be written, in the order of accounts, each once; amounts in cents.

    `delta` is what should move and `moved` what does; `given` is what the year has given before, every version
    together; `cause` is a place in `CAUSES`.
    """

    year: int
    run: int
    today: date
    accounts: Column
    persons: Column
    purses: Column
    facts: FactColumns
    cause: Column
    version: Column
    before: Column
    earned: Column
    ceiling: Column
    given: Column
    delta: Column
    moved: Column

    def __len__(self) -> int:
        return len(self.accounts)

    @property
    def shortfall(self) -> Column:
        """What should have been taken back and is no longer there."""
        return np.where(self.delta < 0, self.moved - self.delta, 0)

    def outcome(self, *, unchanged: int, refused: tuple[RefusedRow, ...]) -> Outcome:
        """What they move, or would."""
        return Outcome(
            accounts=self.accounts,
            persons=self.persons,
            regime=self.facts.regime,
            cause=self.cause,
            corrects=np.ones(len(self), dtype=bool),
            earned_cents=self.earned,
            moved_cents=self.moved,
            shortfall_cents=self.shortfall,
            unchanged=unchanged,
            refused=refused,
        )

    def write(self, *, number: int, by: Actor, at: datetime) -> None:
        """Money, then versions, in the caller's transaction; `number` is the place of the slice in its run."""
        for regime in np.unique(self.facts.regime):
            given = np.flatnonzero((self.moved > 0) & (self.facts.regime == regime))
            self._give(given, REGIMES[regime], number, by=by, at=at)
        taken = np.flatnonzero(self.moved < 0)
        for start in range(0, len(taken), TAKEN_BACK_AT_ONCE):
            self._take_back(taken[start : start + TAKEN_BACK_AT_ONCE], by=by, at=at)
        alike = list(self._alike())
        kit.write_in_order("accounts_yearlycredit", NAMES_KEPT, [(rows, self._kept(rows)) for rows in alike])

    def _give(self, rows: Column, regime: Regime, number: int, *, by: Actor, at: datetime) -> None:
        give(
            run=self.run,
            number=number,
            year=self.year,
            regime=regime,
            corrects=True,
            on=self.today,
            owners=self.accounts[rows],
            purses=self.purses[rows],
            amounts_cents=self.moved[rows],
            by=by,
            at=at,
        )

    def _take_back(self, rows: Column, *, by: Actor, at: datetime) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            rows = rows[self.moved[rows] < 0]
            if not len(rows):
                return
            try:
                take_columns(
                    owners=kit.as_bytes(self.accounts[rows]),
                    accounts=kit.as_bytes(self.purses[rows]),
                    amounts_cents=-self.moved[rows],
                    references=self._references(rows),
                    into=house(House.RIGHTS_ISSUED),
                    code=Code.CORRECTION,
                    effective_on=self.today,
                    by=by,
                    at=at,
                )
                return
            except Refused as refused:
                if refused.reason is not LedgerRefusal.BALANCE_TOO_LOW or attempt == ATTEMPTS:
                    raise
            self._fit(rows)

    def _fit(self, rows: Column) -> None:
        """Take what is there now; the rest is a shortfall."""
        purses = kit.uuid_list(self.purses[rows])
        held = balances(purses)
        available = np.array([held.get(purse, Balance()).available_cents for purse in purses], dtype=np.int64)
        self.moved[rows] = np.maximum(self.delta[rows], -available)

    def _references(self, rows: Column) -> list[str]:
        regime, version = self.facts.regime[rows].tolist(), self.version[rows].tolist()
        names = [of.value for of in REGIMES]
        return [
            transfer_reference(account, self.year, names[of], number)
            for account, of, number in zip(kit.uuid_texts(self.accounts[rows]), regime, version, strict=True)
        ]

    def _alike(self) -> Iterator[Column]:
        """The places of versions whose texts, and whose absent values, are the same."""
        for rows in self.facts.kinds():
            for cause in np.unique(self.cause[rows]):
                yield rows[self.cause[rows] == cause]

    def _kept(self, rows: Column) -> kit.Rows:
        facts, of = self.facts.at(rows), rows[0]
        return kept(
            regime=REGIMES[self.facts.regime[of]],
            unit=UNITS[self.facts.unit[of]],
            cause=CAUSES[self.cause[of]],
            account_id=self.accounts[rows],
            year=self.year,
            version=self.version[rows],
            run=self.run,
            worked=facts.worked,
            reference=facts.reference if facts.reference[0] else None,
            low_qualified=facts.low_qualified,
            oeth=facts.oeth,
            contribution_paid=facts.contribution_paid > 0 if facts.contribution_paid[0] >= 0 else None,
            balance_before_cents=self.before[rows],
            earned_cents=self.earned[rows],
            ceiling_cents=self.ceiling[rows],
            granted_cents=np.maximum(0, self.given[rows] + self.moved[rows]),
            moved_cents=self.moved[rows],
            shortfall_cents=self.shortfall[rows],
            credited_on=self.today,
        )
