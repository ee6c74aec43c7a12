"""What the law answers to the facts of one year of many accounts: one question for each kind of fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from acquis.kit.columns import Column
from acquis.rules import Refusal, YearOfWork, in_columns, yearly_credit

from .traits import Traits
from .year_types import REGIMES, UNITS, YearColumns
from .yearly import PARTS, law_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumns:
    """Facts of one year, as `YearColumns` has them; codes are places in `REGIMES` and `UNITS`."""

    regime: Column
    unit: Column
    worked: Column
    reference: Column
    low_qualified: Column
    oeth: Column
    contribution_paid: Column

    @classmethod
    def of(cls, traits: Traits, worked: Column, reference: Column) -> FactColumns:
        """The facts of versions that are kept."""
        named = {name: getattr(traits, name) for name in NAMES if name not in ("worked", "reference")}
        return cls(worked=worked, reference=reference, **named)

    def __len__(self) -> int:
        return len(self.regime)

    def at(self, places: Column) -> FactColumns:
        """Some of them."""
        return FactColumns(**{name: getattr(self, name)[places] for name in NAMES})

    def same(self, others: FactColumns) -> Column:
        """Where both have the same facts, the regime apart."""
        alike = np.ones(len(self), dtype=bool)
        for name in NAMES[1:]:
            alike &= getattr(self, name) == getattr(others, name)
        return alike

    def kinds(self) -> list[Column]:
        """The places of each kind of fact: one regime, one unit, a reference or none, what is known of a payment."""
        return kinds(kind_of(self))


def kinds(codes: Column) -> list[Column]:
    """The places of each code of one byte, in order."""
    # Bytes are sorted by counting them.
    counts = np.bincount(codes)
    return np.split(np.argsort(codes, kind="stable"), np.cumsum(counts[counts > 0])[:-1]) if len(codes) else []


assert len(REGIMES) <= 4, "a code of one byte has no room for more"


def kind_of(facts: FactColumns | YearColumns) -> Column:
    """A code of one byte for each row: what the law is asked in one question has one code."""
    key = facts.regime.astype(np.uint8) * np.uint8(64)
    key |= facts.unit.astype(np.uint8) * np.uint8(8)
    key |= (facts.reference > 0) * np.uint8(4)
    key |= (facts.contribution_paid + 1).astype(np.uint8)
    return key


NAMES = tuple(FactColumns.__dataclass_fields__)


@dataclass(slots=True, kw_only=True)
class Answers:
    """Cents, -1 where the law refuses; `refused` says where and why."""

    earned: Column
    ceiling: Column
    granted: Column
    refused: list[tuple[Column, StrEnum]] = field(default_factory=list)


def answers(year: int, facts: FactColumns, balance_before_cents: Column) -> Answers:
    """What the law of a year gives for these facts, a yearly counter holding so much before."""
    refused = np.full(len(facts), -1, dtype=np.int64)
    found = Answers(earned=refused.copy(), ceiling=refused.copy(), granted=refused)
    for rows in facts.kinds():
        paid = facts.contribution_paid[rows[0]]
        given = in_columns(
            yearly_credit,
            law_of(year),
            YearOfWork(
                regime=REGIMES[facts.regime[rows[0]]],
                unit=UNITS[facts.unit[rows[0]]],
                worked=facts.worked[rows],
                reference=facts.reference[rows] if facts.reference[rows[0]] else None,
                scale=PARTS,
                low_qualified=facts.low_qualified[rows],
                oeth=facts.oeth[rows],
                contribution_paid=None if paid < 0 else bool(paid),
                balance_cents=balance_before_cents[rows],
            ),
            "earned_cents",
            "ceiling_cents",
            "granted_cents",
        )
        if isinstance(given, Refusal):
            found.refused.append((rows, given))
        else:
            found.earned[rows], found.ceiling[rows], found.granted[rows] = given
    return found
