"""A simulation is computed: its outcome is kept."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Simulation
from ..types import Outcome, Refusal, SimulationAct, SimulationId, SimulationState
from ..written import as_json


@act
def finish_simulation(*, simulation_id: SimulationId, outcome: Outcome, by: Actor, at: datetime) -> None:
    """Keep what was found; refused when it is the outcome of another question."""
    simulation = Simulation.objects.locked(simulation_id)

    permissions.CONCLUDE.require(by, simulation)
    state = lifecycle.SIMULATION.require(SimulationAct.FINISH, SimulationState(simulation.state))
    asked = (sorted(simulation.changes), simulation.accounts, simulation.seed, simulation.years)
    found = (sorted(str(each) for each in outcome.changes), outcome.accounts, outcome.seed, len(outcome.years))
    if asked != found:
        raise Refused(Refusal.OUTCOME_OF_ANOTHER, simulation=str(simulation_id))

    # After this point the finish must succeed.
    simulation.state, simulation.outcome, simulation.done_at = state, as_json(outcome), at
    simulation.done_accounts, simulation.half_way = simulation.accounts, None
    simulation.save(update_fields=["state", "outcome", "done_at", "done_accounts", "half_way"])

    everybody = outcome.first_year.everybody
    told = events.SimulationFinished(about=simulation.id, gainers=everybody.gainers, losers=everybody.losers)
    record(told, by=by, at=at)
