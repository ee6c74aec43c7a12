"""The life of a stop: prepared by one agent, approved or discarded by another, then carried out to its end."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, StopState

STOP = Lifecycle(
    {
        Act.APPROVE: Move(frozenset({StopState.PREPARED}), StopState.RUNNING),
        Act.DISCARD: Move(frozenset({StopState.PREPARED}), StopState.DISCARDED),
        Act.RESUME: Move(frozenset({StopState.RUNNING}), StopState.RUNNING),
        Act.FINISH: Move(frozenset({StopState.RUNNING}), StopState.DONE),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
