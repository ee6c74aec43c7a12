"""A large slice of accounts credited in columns: the same rule, for the many whose year is plain.

Plain is the only row of the year for an account that exists, stands alone and may receive: the first one, or one that
corrects what the same regime gave before (`correcting.py`). All others, a second regime, a number that is none, go one
by one through `years.Slice`, in the same transaction: both ways give the same (tested on random populations).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.columns import Column
from acquis.rules import Refusal, Regime, WorkUnit, YearOfWork, in_columns, yearly_credit

from . import correcting, lifecycle, slabs
from .chains import chains
from .kept import having_year
from .kept_columns import NAMES_KEPT, kept
from .law_columns import NAMES, FactColumns, kind_of, kinds
from .leading import led_in
from .models import Account
from .run_books import give
from .standing import STATES, standing
from .statuses import raised
from .traits import Traits, packed
from .types import (
    CAUSES,
    REGIMES,
    UNITS,
    Cause,
    Outcome,
    PurseKind,
    RefusedRow,
    YearColumns,
    together,
)
from .yearly import PARTS, law_of
from .years import Slice, in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Rows of one regime and one unit: what the rule asks and answers, in columns, and where they are in the slice."""

    regime: Regime
    rows: Column
    unit: WorkUnit
    reference: Column | None
    contribution_paid: bool | None
    earned: Column
    ceiling: Column
    granted: Column


class ColumnSlice:
    """The facts of a slice put to the rule; `write` then moves the money and keeps the versions."""

    def __init__(self, facts: YearColumns, *, run: int, number: int = 0, again: bool, lock: bool, at: datetime) -> None:
        # Facts asked again were raised when they were credited, and whoever changes a status credits it anew.
        self.facts, self.run, self.at = facts if again else raised(facts), run, at
        self.today, self.number = day_of(at), number
        self.refused: list[RefusedRow] = []
        self._read_standing()
        self.groups: list[_Group] = []
        plain = self._plain()
        if self.today.year <= facts.year:
            plain[:] = False
        begun = kit.places(having_year(*facts.span, facts.year), facts.accounts)[1]
        self._answer(plain & ~begun)
        corrected = self._correct(plain & begun, again=again)
        self.rest = self._one_by_one(~(plain & ~begun) & ~corrected, again=again, lock=lock)

    # ------------------------------------------------------------------ what stands

    def _read_standing(self) -> None:
        first, last = self.facts.span
        self.stands = found = standing(first, last, kind=PurseKind.YEARLY)
        self.accounts, self.persons, self.purses = found.accounts, found.persons, found.purses
        self.states, self.posted, self.reserved = found.states, found.posted, found.reserved
        self.at_row, self.known = kit.places(self.accounts, self.facts.accounts)

    def _plain(self) -> Column:
        facts, plain = self.facts, self.known.copy()
        receiving = np.array([state in lifecycle.RECEIVING for state in STATES])
        plain[self.known] &= receiving[self.states[self.at_row[self.known]]]
        plain &= facts.regime != REGIMES.index(Regime.PUBLIC_AGENT)
        same = ~kit.opens(facts.accounts)[1:]
        plain[1:] &= ~same
        plain[:-1] &= ~same
        for row in facts.odd:
            # A row that does not fit the columns makes the account's other rows wait for it.
            plain &= facts.accounts != row.account_id.bytes
        first, last = self.facts.span
        # Accounts to which others lead count the years of these too.
        led = led_in(first, last)
        return plain & ~kit.places(kit.uuids(sorted(led.heads)), facts.accounts)[1]

    # ------------------------------------------------------------------ what the law answers

    def _answer(self, plain: Column) -> None:
        facts = self.facts
        among = np.flatnonzero(plain)
        for places in kinds(kind_of(facts)[among]):
            rows = among[places]
            regime, unit = REGIMES[facts.regime[rows[0]]], UNITS[facts.unit[rows[0]]]
            reference = facts.reference[rows] if facts.reference[rows[0]] else None
            paid = None if facts.contribution_paid[rows[0]] < 0 else bool(facts.contribution_paid[rows[0]])
            given = in_columns(
                yearly_credit,
                law_of(facts.year),
                YearOfWork(
                    regime=regime,
                    unit=unit,
                    worked=facts.worked[rows],
                    reference=reference,
                    scale=PARTS,
                    low_qualified=facts.low_qualified[rows],
                    oeth=facts.oeth[rows],
                    contribution_paid=paid,
                    balance_cents=self.posted[self.at_row[rows]],
                ),
                "earned_cents",
                "ceiling_cents",
                "granted_cents",
            )
            if isinstance(given, Refusal):
                self.refused += [
                    RefusedRow(account_id=kit.uuid_of(account), year=facts.year, regime=regime, reason=given)
                    for account in facts.accounts[rows]
                ]
                continue
            earned, ceiling, granted = given
            self.groups.append(
                _Group(
                    regime=regime,
                    rows=rows,
                    unit=unit,
                    reference=reference,
                    contribution_paid=paid,
                    earned=earned,
                    ceiling=ceiling,
                    granted=granted,
                )
            )

    def _correct(self, begun: Column, *, again: bool) -> Column:
        """Put to the law what corrects a year of one regime; returns where."""
        self.corrections: correcting.Corrections | None = None
        if not begun.any():
            return begun
        facts = self.facts
        of = chains(*facts.span, facts.year)
        corrected = begun & correcting.simple(of, facts.accounts, facts.regime)
        rows = np.flatnonzero(corrected)
        self.corrections = correcting.Corrections(
            of,
            facts.accounts[rows],
            FactColumns(**{name: getattr(facts, name)[rows] for name in NAMES}),
            self.stands,
            year=facts.year,
            run=self.run,
            again=again,
            today=self.today,
        )
        self.refused += self.corrections.refused
        return corrected

    def _one_by_one(self, other: Column, *, again: bool, lock: bool) -> Slice:
        rows = [*self.facts.rows(np.flatnonzero(other)), *self.facts.odd]
        # One order of the regimes of an account, whether their numbers fit the columns or not.
        rows.sort(key=lambda row: (row.account_id, row.regime))
        accounts = Account.objects.filter(pk__in={row.account_id for row in rows}).order_by("pk")
        rest = Slice(
            (accounts.select_for_update() if lock else accounts) if rows else (),
            {self.facts.year} if rows else (),
            run=self.run,
            at=self.at,
        )
        for row in in_order(rows):
            rest.credit(row, again=again)
        self.refused += rest.refused
        return rest

    # ------------------------------------------------------------------ writing

    def write(self, *, by: Actor, at: datetime) -> None:
        """Money, then versions, for the many and for the rest: all or nothing, in the caller's transaction."""
        for regime in dict.fromkeys(group.regime for group in self.groups):
            self._post(regime, by=by, at=at)
        self._keep()
        if self.corrections and len(self.corrections.versions):
            self.corrections.versions.write(number=self.number, by=by, at=at)
        if self.rest.new:
            self.rest.write(by=by, at=at)

    def _post(self, regime: Regime, *, by: Actor, at: datetime) -> None:
        """The many credits of one regime are a slice of the run's book of the day."""
        groups = [group for group in self.groups if group.regime is regime]
        rows, granted = np.concatenate([g.rows for g in groups]), np.concatenate([g.granted for g in groups])
        in_order = np.argsort(rows)[granted[np.argsort(rows)] > 0]
        rows, granted = rows[in_order], granted[in_order]
        give(
            run=self.run,
            number=self.number,
            year=self.facts.year,
            regime=regime,
            corrects=False,
            on=self.today,
            owners=self.facts.accounts[rows],
            purses=self.purses[self.at_row[rows]],
            amounts_cents=granted,
            by=by,
            at=at,
        )

    def _keep(self) -> None:
        """The many in slabs; few, or where the run has slabs already, as rows: one COPY for all groups, in the order of
        accounts."""
        rows = np.concatenate([np.empty(0, dtype=np.int64), *(group.rows for group in self.groups)])
        if len(rows) >= slabs.AT_LEAST and self._keep_in_slabs(rows):
            return
        parts = [(group.rows, self._versions(group)) for group in self.groups]
        kit.write_in_order("accounts_yearlycredit", NAMES_KEPT, parts)

    def _keep_in_slabs(self, rows: Column) -> bool:
        facts, order = self.facts, np.argsort(rows, kind="stable")
        rows = rows[order]
        accounts = facts.accounts[rows]
        if not slabs.free(self.run, kit.uuid_of(accounts[0]), kit.uuid_of(accounts[-1])):
            return False
        told = {name: getattr(facts, name)[rows] for name in Traits.__dataclass_fields__ if name != "cause"}
        given = {
            name: np.concatenate([np.broadcast_to(getattr(group, name), len(group.rows)) for group in self.groups])[
                order
            ]
            for name in ("earned", "ceiling", "granted")
        }
        numbers = {
            "traits": packed(Traits(cause=np.full(len(rows), CAUSES.index(Cause.FACTS)), **told)),
            "worked": facts.worked[rows],
            "reference": facts.reference[rows],
            "before": self.posted[self.at_row[rows]],
            **given,
        }
        slabs.write(
            run=self.run, number=self.number, year=facts.year, on=self.today, accounts=accounts, numbers=numbers
        )
        return True

    def _versions(self, group: _Group) -> kit.Rows:
        facts, rows = self.facts, group.rows
        return kept(
            regime=group.regime,
            unit=group.unit,
            cause=Cause.FACTS,
            account_id=facts.accounts[rows],
            year=facts.year,
            version=1,
            run=self.run,
            worked=facts.worked[rows],
            reference=group.reference,
            low_qualified=facts.low_qualified[rows],
            oeth=facts.oeth[rows],
            contribution_paid=group.contribution_paid,
            balance_before_cents=self.posted[self.at_row[rows]],
            earned_cents=group.earned,
            ceiling_cents=group.ceiling,
            granted_cents=group.granted,
            moved_cents=group.granted,
            shortfall_cents=0,
            credited_on=self.today,
        )

    # ------------------------------------------------------------------ telling

    def outcome(self) -> Outcome:
        """What moved, or would, version by version: the many first, then the rest."""
        rows = [group.rows for group in self.groups]
        nothing = np.zeros(sum(map(len, rows)), dtype=np.int64)
        at = self.at_row[np.concatenate([*rows, nothing[:0]]).astype(np.int64)]
        first = Outcome(
            accounts=self.accounts[at],
            persons=self.persons[at],
            regime=np.concatenate([*(np.full(len(g.rows), REGIMES.index(g.regime)) for g in self.groups), nothing[:0]]),
            cause=nothing + CAUSES.index(Cause.FACTS),
            corrects=nothing.astype(bool),
            earned_cents=np.concatenate([*(group.earned for group in self.groups), nothing[:0]]),
            moved_cents=np.concatenate([*(group.granted for group in self.groups), nothing[:0]]),
            shortfall_cents=nothing,
            unchanged=0,
            refused=(),
        )
        later = self.corrections
        told = [later.versions.outcome(unchanged=later.unchanged, refused=())] if later else []
        return replace(together(first, *told, self.rest.outcome()), refused=tuple(self.refused))
