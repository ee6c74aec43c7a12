"""The life of an account: which act is possible in which state, and where it leads."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import AccountState, Act, GrantProposalState, Refusal

_OPEN, _FROZEN = AccountState.OPEN, AccountState.FROZEN
_RETIRED, _CLOSED = AccountState.RETIRED, AccountState.CLOSED

ACCOUNT = Lifecycle(
    {
        Act.FREEZE: Move(frozenset({_OPEN, _FROZEN}), _FROZEN),
        # When nothing else freezes it: what froze it twice is lifted twice.
        Act.UNFREEZE: Move(frozenset({_FROZEN}), _OPEN),
        Act.CLOSE: Move(frozenset({_OPEN, _FROZEN, _RETIRED}), _CLOSED),
        Act.RETIRE: Move(frozenset({_OPEN, _FROZEN}), _RETIRED),
        Act.REOPEN: Move(frozenset({_RETIRED}), _OPEN),
        # Retirement is no way round a freeze either: what outlives it is frozen with the rest.
        Act.FREEZE_ENDED: Move(frozenset({_RETIRED}), _RETIRED),
        Act.UNFREEZE_ENDED: Move(frozenset({_RETIRED}), _RETIRED),
        Act.REOPEN_FROZEN: Move(frozenset({_RETIRED}), _FROZEN),
        # What is frozen stays so: joining must not be a way round it.
        Act.JOIN: Move(frozenset({_OPEN}), AccountState.JOINED),
        Act.PART: Move(frozenset({AccountState.JOINED}), _OPEN),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

_PROPOSED = frozenset({GrantProposalState.PROPOSED})

GRANT_PROPOSAL = Lifecycle(
    {
        Act.APPROVE_GRANT: Move(_PROPOSED, GrantProposalState.APPROVED),
        Act.DECLINE_GRANT: Move(_PROPOSED, GrantProposalState.DECLINED),
    },
    refusal=Refusal.PROPOSAL_DECIDED,
)

OPEN = frozenset({_OPEN})

#: Rights go on arriving on a frozen account: what is frozen is spending.
RECEIVING = frozenset({_OPEN, _FROZEN})

#: Where another account may be parted from: in all but one that leads elsewhere itself, from which that goes first.
PARTED_FROM = RECEIVING | {_RETIRED, _CLOSED}

#: What was handed over by mistake comes back whatever became of the account it had left: it is written there again, for
#: what its state leaves it good for.
TAKING_BACK = RECEIVING | {_RETIRED, _CLOSED}

#: The volunteers' counter outlives the others (L6323-3 al. 4).
RECEIVING_VOLUNTEERS_RIGHTS = RECEIVING | {_RETIRED}
