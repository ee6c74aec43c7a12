"""The lives of a joining and of a split: proposed by one agent, decided by another; undone the same way."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, JoiningState, Refusal, SplitState

_PROPOSED, _JOINED, _PARTING = JoiningState.PROPOSED, JoiningState.JOINED, JoiningState.PARTING

JOINING = Lifecycle(
    {
        Act.APPROVE: Move(frozenset({_PROPOSED}), _JOINED),
        Act.DECLINE: Move(frozenset({_PROPOSED}), JoiningState.DECLINED),
        Act.PROPOSE_PARTING: Move(frozenset({_JOINED}), _PARTING),
        Act.APPROVE_PARTING: Move(frozenset({_PARTING}), JoiningState.PARTED),
        Act.DECLINE_PARTING: Move(frozenset({_PARTING}), _JOINED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

SPLIT = Lifecycle(
    {
        Act.APPROVE_SPLIT: Move(frozenset({SplitState.PROPOSED}), SplitState.SPLIT),
        Act.DECLINE_SPLIT: Move(frozenset({SplitState.PROPOSED}), SplitState.DECLINED),
        Act.PROPOSE_UNDOING: Move(frozenset({SplitState.SPLIT}), SplitState.UNDOING),
        Act.APPROVE_UNDOING: Move(frozenset({SplitState.UNDOING}), SplitState.UNDONE),
        Act.DECLINE_UNDOING: Move(frozenset({SplitState.UNDOING}), SplitState.SPLIT),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
