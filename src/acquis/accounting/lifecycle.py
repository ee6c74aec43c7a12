"""The lives of closings and of calls for funds, as tables. What is closed is never opened again."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import CallAct, CallState, ClosingAct, ClosingState, Refusal, WorkAct, WorkState

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

_TO_DO = frozenset({WorkState.OPEN, WorkState.TAKEN})

DIFFERENCE = Lifecycle(
    {
        WorkAct.TAKE: Move(_TO_DO, WorkState.TAKEN),
        WorkAct.EXPLAIN: Move(_TO_DO, WorkState.ENDED),
        WorkAct.PROPOSE: Move(_TO_DO, WorkState.PROPOSED),
        WorkAct.DECLINE: Move(frozenset({WorkState.PROPOSED}), WorkState.TAKEN),
        WorkAct.WRITE_OFF: Move(frozenset({WorkState.PROPOSED}), WorkState.ENDED),
        # Both sides agree at last, or differ again and otherwise.
        WorkAct.GO: Move(_TO_DO | {WorkState.PROPOSED}, WorkState.GONE),
        WorkAct.COME_BACK: Move(frozenset({WorkState.GONE, WorkState.ENDED}), WorkState.OPEN),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
