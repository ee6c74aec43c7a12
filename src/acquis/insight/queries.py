"""What others may ask: the simulations, and the parameters of the law that they may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.departments import regions
from acquis.rules import Provenance, may_be_nothing, parameters, parse_change, provenance

from . import permissions
from .funding import Bench as Bench
from .funding import BenchGroup as BenchGroup
from .funding import bench as bench
from .ground import ground
from .models import Simulation
from .nation import Share, shares
from .observation import may_be_told, told
from .population import YEAR
from .simulation import FOLLOWED, LAST_START
from .tally import Tally
from .types import Dimension, Observation, SimulationCard, SimulationState, Situation, Status
from .written import as_json, for_the_nation, from_json, margin_cents, nation_accounts

__all__ = [
    "KINDS",
    "Bench",
    "BenchGroup",
    "Changeable",
    "Share",
    "SimulationCard",
    "as_json",
    "bench",
    "changeable",
    "first_start",
    "for_the_nation",
    "last_start",
    "margin_cents",
    "nation_accounts",
    "one_changeable",
    "regions",
    "require_start",
    "shares",
    "simulation",
    "simulations",
]

#: The enumeration of a dimension's keys, for those that have words of their own.
KINDS: dict[Dimension, type[StrEnum]] = {Dimension.REGIME: Situation, Dimension.STATUS: Status}


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable:
    """A parameter that a simulation may change: as it stands on a day, its choices, whether it may be nothing."""

    full_name: str
    now: Provenance
    choices: tuple[str, ...]
    may_be_nothing: bool


def changeable(on: date) -> dict[str, tuple[Changeable, ...]]:
    """The parameters that the simulation follows, by subject, as they stand on a day."""
    return {
        group: tuple(each for name in names if (each := one_changeable(name, on)) is not None)
        for group, names in FOLLOWED.items()
    }


def one_changeable(name: str, on: date) -> Changeable | None:
    """One of them, by its name alone or after its subject and a point; None when there is no such one."""
    bare = name.rpartition(".")[2]
    if not any(bare in names for names in FOLLOWED.values()):
        return None
    known, now = parameters()[bare], provenance(bare, on)
    if now is None or name not in (bare, f"{known.group}.{bare}"):
        return None
    return Changeable(
        full_name=f"{known.group}.{bare}", now=now, choices=known.choices, may_be_nothing=may_be_nothing(known)
    )


def first_start() -> date:
    """The first day from which a change may be simulated."""
    return date(YEAR, 1, 1)


def last_start() -> date:
    """The last day from which a change may be simulated: farther on, today's nation says nothing."""
    return date(LAST_START, 12, 31)


def require_start(day: date) -> None:
    """Raises ValueError for a day from which a change cannot be simulated."""
    if not first_start() <= day <= last_start():
        raise ValueError(f"{day}: a change is simulated from {first_start()} to {last_start()}")


def simulation(simulation_id: UUID, *, by: Actor) -> SimulationCard | None:
    """One simulation with its outcome; None when there is none that `by` may read."""
    row = permissions.READ.rows(by, Simulation.objects.filter(pk=simulation_id)).defer("half_way").first()
    return None if row is None else _card(row, with_outcome=True)


def simulations(*, by: Actor, limit: int = 20) -> list[SimulationCard]:
    """The latest ones, newest first, without their outcomes."""
    rows = permissions.READ.rows(by, Simulation.objects.defer("half_way", "outcome", "observed"))
    return [_card(row, with_outcome=False) for row in rows.order_by("-asked_at")[:limit]]


def _card(row: Simulation, *, with_outcome: bool) -> SimulationCard:
    return SimulationCard(
        id=row.id,
        changes=tuple(parse_change(text) for text in row.changes),
        accounts=row.accounts,
        seed=row.seed,
        years=row.years,
        state=SimulationState(row.state),
        done_accounts=row.done_accounts,
        asked_at=row.asked_at,
        done_at=row.done_at,
        outcome=from_json(row.outcome) if with_outcome and row.outcome is not None else None,
        observed=_observation(row.observed) if with_outcome and row.observed is not None else None,
        law_is_the_same=row.ground == ground(),
    )


def _observation(kept: Mapping[str, Any]) -> Observation:
    effect = Tally.taken_up(kept["tally"]).effect()
    return Observation(
        year=kept["year"],
        is_done=kept["done"],
        everybody=effect.everybody if may_be_told(effect.everybody) else None,
        groups=told(effect),
        several=kept["several"],
    )
