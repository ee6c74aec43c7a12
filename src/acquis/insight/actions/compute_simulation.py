"""Compute a small simulation at once, for somebody who waits for the page; its job then finds it done."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.act import act
from acquis.kit.actor import Actor, system
from acquis.kit.refusal import Refused
from acquis.rules import parse_change

from .. import lifecycle, permissions
from ..models import Simulation
from ..population import Population
from ..simulation import simulate
from ..types import AT_ONCE, Refusal, SimulationAct, SimulationId, SimulationState
from .finish_simulation import finish_simulation


@act
def compute_simulation(*, simulation_id: SimulationId, by: Actor, at: datetime) -> None:
    """Compute and finish; refused when it would take longer than one waits for a page (`types.AT_ONCE`)."""
    simulation = Simulation.objects.locked(simulation_id)

    permissions.SIMULATE.require(by, simulation)
    lifecycle.SIMULATION.require(SimulationAct.FINISH, SimulationState(simulation.state))
    if simulation.accounts * simulation.years > AT_ONCE:
        raise Refused(Refusal.TOO_LARGE_AT_ONCE, most=AT_ONCE)
    changes = [parse_change(text) for text in simulation.changes]
    outcome = simulate(Population(simulation.accounts, simulation.seed), changes, years=simulation.years)

    # After this point the computation must succeed.
    # The fact is recorded by the act that keeps the outcome.
    finish_simulation(simulation_id=simulation_id, outcome=outcome, by=system("insight.compute"), at=at)
