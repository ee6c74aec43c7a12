"""A simulation could not be computed: it says so, and may be asked again."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Simulation
from ..types import SimulationAct, SimulationId, SimulationState


@act
def fail_simulation(*, simulation_id: SimulationId, by: Actor, at: datetime) -> None:
    """Give the computation up; what was lived half-way is dropped."""
    simulation = Simulation.objects.locked(simulation_id)

    permissions.CONCLUDE.require(by, simulation)
    state = lifecycle.SIMULATION.require(SimulationAct.FAIL, SimulationState(simulation.state))

    # After this point the failure must succeed.
    simulation.state, simulation.half_way, simulation.done_accounts = state, None, 0
    simulation.save(update_fields=["state", "half_way", "done_accounts"])

    record(events.SimulationFailed(about=simulation.id), by=by, at=at)
