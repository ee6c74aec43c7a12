"""The life of a run, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, RunState

_FORESEEING, _FORESEEN = RunState.FORESEEING, RunState.FORESEEN
_APPROVED, _RUNNING, _DONE = RunState.APPROVED, RunState.RUNNING, RunState.DONE

RUN = Lifecycle(
    {
        Act.END_FORESEEING: Move(frozenset({_FORESEEING}), _FORESEEN),
        Act.APPROVE: Move(frozenset({_FORESEEN}), _APPROVED),
        Act.START: Move(frozenset({_APPROVED, _RUNNING}), _RUNNING),
        Act.FINISH: Move(frozenset({_RUNNING}), _DONE),
        # Once approved it is carried out to its end; what is not wanted any more is undone.
        Act.DISCARD: Move(frozenset({_FORESEEING, _FORESEEN}), RunState.DISCARDED),
        Act.UNDO: Move(frozenset({_DONE}), RunState.UNDONE),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
