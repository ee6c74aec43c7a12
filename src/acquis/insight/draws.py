"""Chance, cheaply: tables of 65,536 quantiles, looked up with sixteen random bits an account.

A share is exact to 1/65,536; a draw costs a look-up. Each stream is known by its numbers (seed, slice, year), so any
slice can be drawn alone, in any order, and is always the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

QUANTILES = 65_536


class Chance:
    """One stream of draws, the same for the same numbers."""

    def __init__(self, *numbers: int) -> None:
        self._bits = np.random.Generator(np.random.SFC64(np.random.SeedSequence(numbers)))

    def draws(self, size: int) -> Any:
        """A column of `size` draws from 0 to 65,535."""
        return np.frombuffer(self._bits.bytes(2 * size), dtype="<u2")

    def one_of(self, table: Any, size: int) -> Any:
        """A column of `size` values of a table."""
        return table[self.draws(size)]

    def happens(self, threshold: Any, size: int) -> Any:
        """A column of flags: true as often as the threshold (one, or one an account) says, of 65,536."""
        return self.draws(size) < threshold


def apportion(weights: Iterable[float], total: int) -> Any:
    """`total` shared out by the weights in whole parts, the largest remainders first; a column."""
    given = np.array(list(weights), dtype=np.float64)
    exact = given / given.sum() * total
    parts = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:missing]] += 1
    return parts


def table_of(weights: Mapping[Any, int], *, dtype: Any = np.int64) -> Any:
    """The table of a choice between whole numbers by their weights."""
    return np.repeat(np.array([int(each) for each in weights], dtype=dtype), apportion(weights.values(), QUANTILES))


def table_of_spread(spread: Iterable[Iterable[int]], *, dtype: Any = np.int64) -> Any:
    """The table of a mixture of even spreads `[from, to, weight]`, both ends included, and of points."""
    rows = [tuple(row) for row in spread]
    parts = apportion((weight for _low, _high, weight in rows), QUANTILES)
    pieces = [
        np.rint(np.linspace(low, high, count)).astype(dtype)
        for (low, high, _weight), count in zip(rows, parts, strict=True)
    ]
    return np.concatenate(pieces)


def table_of_bands(weights: Mapping[str, int], end: int, *, dtype: Any = np.int8) -> Any:
    """The table of ages spread evenly inside bands named by their first year; the last band ends before `end`."""
    firsts = [int(first) for first in weights]
    lasts = [*(first - 1 for first in firsts[1:]), end - 1]
    return table_of_spread(zip(firsts, lasts, weights.values(), strict=True), dtype=dtype)


def threshold(per_thousand: int) -> int:
    """How many of 65,536 draws make so many in a thousand."""
    return round(per_thousand * QUANTILES / 1_000)
