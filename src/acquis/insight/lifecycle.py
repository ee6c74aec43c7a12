"""The life of a simulation, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Refusal, SimulationAct, SimulationState

SIMULATION = Lifecycle(
    {
        SimulationAct.FINISH: Move(frozenset({SimulationState.WAITING}), SimulationState.DONE),
        SimulationAct.FAIL: Move(frozenset({SimulationState.WAITING}), SimulationState.FAILED),
        SimulationAct.RETRY: Move(frozenset({SimulationState.FAILED}), SimulationState.WAITING),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
