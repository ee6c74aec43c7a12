"""The lives of closings, as tables. What is closed is never opened again: no act leads from there."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import ClosingAct, ClosingState, Refusal

CLOSING = Lifecycle(
    {
        ClosingAct.APPROVE: Move(frozenset({ClosingState.PREPARED}), ClosingState.CLOSED),
        ClosingAct.DISCARD: Move(frozenset({ClosingState.PREPARED}), ClosingState.DISCARDED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
