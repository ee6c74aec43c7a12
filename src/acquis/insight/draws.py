"""Chance, cheaply: tables of 65,536 quantiles, looked up with sixteen random bits an account.

A share is exact to 1/65,536; a draw costs a look-up. Each stream is known by its numbers (seed, slice, year), so any
slice can be drawn alone, in any order, and is always the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

QUANTILES = 65_536
#: Numbers of 64 bits that are drawn together.
_AT_ONCE = 1 << 12
_NOTHING = np.empty(0, dtype="<u4")


class Chance:
    """One stream of draws, the same for the same numbers."""

    def __init__(self, *numbers: int) -> None:
        self._bits = np.random.SFC64(np.random.SeedSequence(numbers))
        self._left = _NOTHING

    def draws(self, size: int) -> Any:
        """A column of `size` draws from 0 to 65,535."""
        # Two draws are one word of 32 bits; what a column leaves over of its last word is not drawn again, and a column
        # of nobody takes a word too: so does NumPy's generator of bytes.
        words = max(1, -(-size // 2))
        if words > len(self._left):
            more = self._bits.random_raw(max(_AT_ONCE, -(-(words - len(self._left)) // 2))).astype("<u8", copy=False)
            self._left = np.concatenate([self._left, more.view("<u4")])
        drawn, self._left = self._left[:words], self._left[words:]
        return drawn.view("<u2")[:size]

    def one_of(self, table: Any, size: int) -> Any:
        """A column of `size` values of a table, of its type."""
        return values_at(table, self.draws(size))

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


def values_at(table: Any, places: Any) -> Any:
    """The values of a table at places that are in it: nothing is looked at twice, and the result has its type."""
    return table.take(places, mode="clip")


def narrowed(table: Any) -> Any:
    """The same values in as few bytes as hold them: a table that fits in the processor's cache is read faster."""
    kinds = (np.int16, np.int32, np.int64)
    return table.astype(next(kind for kind in kinds if abs(table).max() <= np.iinfo(kind).max))


def thresholds(chances: Any) -> Any:
    """A column of thresholds for `happens` from chances of 65,536, which need not be whole."""
    return np.ceil(chances).astype(np.int32)


def threshold(per_thousand: int) -> int:
    """How many of 65,536 draws make so many in a thousand."""
    return round(per_thousand * QUANTILES / 1_000)
