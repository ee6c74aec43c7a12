"""Counting who gains and who loses, slice after slice; tallies of slices add up in any order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from acquis.kit.departments import regions
from acquis.rules import Regime

from .draws import values_at
from .nation import AGE_BANDS, band_of_age
from .population import Slice
from .types import CLASS_LIMITS, Dimension, Effect, GainClass, Group, Situation, Status

#: The keys of each dimension, in the order in which they are counted and told.
KEYS: dict[Dimension, tuple[str, ...]] = {
    Dimension.REGIME: tuple(Situation),
    Dimension.STATUS: tuple(Status),
    Dimension.AGE: tuple(str(age) for age in AGE_BANDS),
    Dimension.REGION: tuple(code for code, _name in regions()),
}
#: What is counted of a group, in the order of the rows of a table.
_ACCOUNTS, _GAINERS, _LOSERS, _GAINED, _LOST = range(5)
_CLASSES = 2 * len(CLASS_LIMITS) + 3
_LIMITS = np.array(CLASS_LIMITS, dtype=np.int64)


def _empty() -> dict[Dimension, Any]:
    return {dimension: np.zeros((5, len(keys)), dtype=np.int64) for dimension, keys in KEYS.items()}


@dataclass(slots=True)
class Tally:
    """The counts of one effect so far."""

    tables: dict[Dimension, Any] = field(default_factory=_empty)
    classes: Any = field(default_factory=lambda: np.zeros(_CLASSES, dtype=np.int64))
    squares: float = 0.0

    def count(self, places: dict[Dimension, Any], difference: Any) -> None:
        """Add the accounts of a slice: the place of each in each dimension, and what it gains in cents."""
        changed = np.flatnonzero(difference)
        amounts = difference[changed]
        gains, amount = amounts > 0, np.abs(amounts)
        for dimension, table in self.tables.items():
            size, place = table.shape[1], places[dimension]
            table[_ACCOUNTS] += np.bincount(place, minlength=size)
            for rows, some in (((_GAINERS, _GAINED), gains), ((_LOSERS, _LOST), ~gains)):
                where = place[changed[some]]
                table[rows[0]] += np.bincount(where, minlength=size)
                # Sums of cents are whole in a double up to 2^53: ninety thousand billion euros.
                table[rows[1]] += np.bincount(where, weights=amount[some], minlength=size).astype(np.int64)
        middle = len(CLASS_LIMITS) + 1
        step = np.searchsorted(_LIMITS, amount, side="left") + 1
        self.classes += np.bincount(middle + np.where(gains, step, -step), minlength=_CLASSES)
        self.classes[middle] += len(difference) - len(changed)
        self.squares += float(np.square(amount / 100).sum())

    def add(self, other: Tally) -> None:
        for dimension, table in self.tables.items():
            table += other.tables[dimension]
        self.classes += other.classes
        self.squares += other.squares

    def kept(self) -> dict[str, Any]:
        """The counts in the words of JSON."""
        tables = {str(dimension): table.tolist() for dimension, table in self.tables.items()}
        return {"tables": tables, "classes": self.classes.tolist(), "squares": self.squares}

    @classmethod
    def taken_up(cls, kept: Mapping[str, Any]) -> Tally:
        """The tally that `kept` wrote."""
        return cls(
            tables={Dimension(name): np.array(table, dtype=np.int64) for name, table in kept["tables"].items()},
            classes=np.array(kept["classes"], dtype=np.int64),
            squares=kept["squares"],
        )

    def effect(self) -> Effect:
        groups = {
            dimension: tuple(_group(key, table[:, place]) for place, key in enumerate(KEYS[dimension]))
            for dimension, table in self.tables.items()
        }
        return Effect(
            everybody=_group("everybody", self.tables[Dimension.REGIME].sum(axis=1)),
            groups=groups,
            classes=_classes(self.classes),
            squares=self.squares,
        )


def places_of(drawn: Slice) -> dict[Dimension, Any]:
    """The place of each account of a slice in each dimension."""
    situations, situation = list(Situation), np.empty(drawn.size, dtype=np.int8)
    for block in drawn.blocks:
        name = Situation(block.regime) if block.is_active else Situation.IDLE
        situation[block.start : block.stop] = situations.index(name)
    agents = situation == situations.index(Situation.PUBLIC_AGENT)
    return {
        Dimension.REGIME: situation,
        Dimension.STATUS: np.where(agents, 0, drawn.low_qualified + 2 * drawn.oeth).astype(np.int8),
        Dimension.AGE: values_at(band_of_age(), drawn.age),
        Dimension.REGION: drawn.region,
    }


def _group(key: str, counts: Any) -> Group:
    return Group(
        key=key,
        accounts=int(counts[_ACCOUNTS]),
        gainers=int(counts[_GAINERS]),
        losers=int(counts[_LOSERS]),
        gained_cents=int(counts[_GAINED]),
        lost_cents=int(counts[_LOST]),
    )


def _classes(counts: Any) -> tuple[GainClass, ...]:
    """From the largest losses to the largest gains."""
    limits = [0, *CLASS_LIMITS]
    gains = [(low, high) for low, high in zip(limits, [*CLASS_LIMITS, None], strict=True)]
    losses = [(None if high is None else -high, -low) for low, high in reversed(gains)]
    bounds = [*losses, (0, 0), *gains]
    return tuple(
        GainClass(above_cents=low, upto_cents=high, accounts=int(count))
        for (low, high), count in zip(bounds, counts, strict=True)
    )


assert set(Regime) <= set(Situation)
