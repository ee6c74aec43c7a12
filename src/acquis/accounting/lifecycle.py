"""The lives of closings and of calls for funds, as tables. What is closed is never opened again."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import CallAct, CallState, ClosingAct, ClosingState, Refusal

CLOSING = Lifecycle(
    {
        ClosingAct.APPROVE: Move(frozenset({ClosingState.PREPARED}), ClosingState.CLOSED),
        ClosingAct.DISCARD: Move(frozenset({ClosingState.PREPARED}), ClosingState.DISCARDED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

FUND_CALL = Lifecycle(
    {
        CallAct.APPROVE: Move(frozenset({CallState.PREPARED}), CallState.APPROVED),
        CallAct.RECEIVE: Move(frozenset({CallState.APPROVED}), CallState.RECEIVED),
        CallAct.DISCARD: Move(frozenset({CallState.PREPARED}), CallState.DISCARDED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
