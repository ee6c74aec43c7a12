"""The demonstration country: invented people and companies with which `acquis demo` fills an empty database.

The same seed gives the same country. Everything is written by the acts and bulk acts of the house, on the days on
which it would have happened; nothing is put into a table by hand.
"""

from __future__ import annotations

from typing import Protocol

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.ledger import actions as ledger

from .filling import fill_country
from .stage import Stage
from .together import can


class Progress(Protocol):
    """Told as the work goes: `done` of `total` steps of what `label` names."""

    def __call__(self, label: str, done: int, total: int, /) -> None: ...


def fill(*, seed: int, progress: Progress, scale: float = 1.0, together: bool = True) -> None:
    """Fill an empty database, the same from the same seed; `scale` 1 is about 2,000 holders.

    `together` makes parts of it side by side; not in a transaction, which other processes would not see.
    """
    fill_country(Stage(seed=seed, scale=scale, together=together and can(), progress=progress))
    _seal()


def _seal() -> None:
    """Seal what was lived so far, as the worker would have done each night: statements can be proved from the start."""
    by, at = system("ledger.seal"), clock.now()
    # A roll-up passes what was written before the cut of the one before it.
    ledger.roll_up(by=by, at=at)
    ledger.roll_up(by=by, at=at)
    while ledger.seal(by=by, at=at):
        pass
    ledger.anchor(by=by, at=at)
