"""The facts that this context announces; `about` is the simulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class SimulationRequested(Event):
    """Somebody asked what changes would do; each is written as on the command line."""

    kind: ClassVar[str] = "insight.simulation_requested"

    changes: list[str]
    accounts: int
    years: int


@dataclass(frozen=True, kw_only=True)
class SimulationFinished(Event):
    kind: ClassVar[str] = "insight.simulation_finished"

    gainers: int
    losers: int


@dataclass(frozen=True, kw_only=True)
class AccountsObserved(Event):
    """Somebody asked what the changes would have given to the real accounts of a year, in sums."""

    kind: ClassVar[str] = "insight.accounts_observed"

    year: int


@dataclass(frozen=True, kw_only=True)
class SimulationFailed(Event):
    """A simulation could not be computed; the log says why."""

    kind: ClassVar[str] = "insight.simulation_failed"
