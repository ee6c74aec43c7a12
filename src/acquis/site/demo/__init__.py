"""The demonstration country: invented people and companies with which `acquis demo` fills an empty database.

The same seed gives the same country. Everything is written by the acts and bulk acts of the house, on the days on
which it would have happened; nothing is put into a table by hand.
"""

from __future__ import annotations

from typing import Protocol

from .filling import Country


class Progress(Protocol):
    """Told as the work goes: `done` of `total` steps of what `label` names."""

    def __call__(self, label: str, done: int, total: int, /) -> None: ...


def fill(*, seed: int, progress: Progress, scale: float = 1.0) -> None:
    """Fill an empty database, the same from the same seed; `scale` 1 is about 2,000 holders."""
    Country(seed=seed, scale=scale, progress=progress).fill()
