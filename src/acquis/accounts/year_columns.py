"""The facts of a year as columns, slice by slice, for those who look at everybody at once; no name is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from acquis.kit import columns as kit
from acquis.kit.columns import Column
from acquis.rules import Regime, WorkUnit

from . import kept
from .law_columns import FactColumns
from .leading import LAST
from .slice_queries import next_id, stretches
from .year_types import PARTS, REGIMES, UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class YearColumns:
    """One regime of the year of many accounts: columns of integers and flags; `reference` None is the law's own.

    `worked` and `reference` count parts of the unit, `scale` of them to one. A contribution that nobody knows of is
    not paid.
    """

    regime: Regime
    unit: WorkUnit
    scale: int
    worked: Any
    reference: Any | None
    low_qualified: Any
    oeth: Any
    contribution_paid: Any
    balance_before_cents: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSlice:
    """Some accounts' year; `last` is where to go on, None at the end.

    `several` counts the accounts of several regimes in the year: these are not in the columns.
    """

    columns: tuple[YearColumns, ...]
    several: int
    last: UUID | None


def last_year() -> int | None:
    """The latest year for which there are facts."""
    return kept.last_year()


def year_in_columns(year: int, *, after: UUID | None = None, limit: int = 50_000) -> YearSlice:
    """The facts of one year of the next `limit` accounts after one, or of a few more, in the order of their ids."""
    for first, until in stretches(after, None, limit):
        found = kept.of_year(next_id(first), until, year)
        if len(found):
            return _slice(found, last=None if until == LAST else until)
    return YearSlice(columns=(), several=0, last=None)


def _slice(found: kept.KeptColumns, *, last: UUID | None) -> YearSlice:
    latest = found.last
    opens = kit.opens(found.accounts[latest])
    # Of a single regime: another account begins here, and another after it.
    alone = opens & np.append(opens[1:], [True])
    facts = FactColumns.of(found.traits, found.worked, found.reference).at(latest[alone])
    before = found.before[latest[alone]]
    kinds = np.stack([facts.regime, facts.unit, facts.reference > 0])
    return YearSlice(
        columns=tuple(
            _columns(facts.at(of), before[of])
            for kind in np.unique(kinds, axis=1).T
            if len(of := np.flatnonzero((kinds == kind[:, np.newaxis]).all(axis=0)))
        ),
        several=int(np.count_nonzero(opens & ~alone)),
        last=last,
    )


def _columns(facts: FactColumns, before: Column) -> YearColumns:
    return YearColumns(
        regime=REGIMES[facts.regime[0]],
        unit=UNITS[facts.unit[0]],
        scale=PARTS,
        worked=facts.worked,
        reference=facts.reference if facts.reference[0] else None,
        low_qualified=facts.low_qualified,
        oeth=facts.oeth,
        contribution_paid=facts.contribution_paid > 0,
        balance_before_cents=before,
    )
