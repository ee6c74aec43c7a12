"""The life of a hearing, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, State

_GOING_ON = frozenset({State.OPEN, State.TAKEN})

HEARING = Lifecycle(
    {
        Act.OPEN: Move(frozenset(), State.OPEN),
        Act.TAKE: Move(_GOING_ON, State.TAKEN),
        Act.AGREE: Move(_GOING_ON, State.AGREED),
        Act.DECIDE: Move(_GOING_ON, State.DECIDED),
        Act.WITHDRAW: Move(_GOING_ON, State.WITHDRAWN),
        Act.CLOSE: Move(_GOING_ON, State.MOOT),
    },
    refusal=Refusal.NOT_NOW,
)
#: Where a statement may be made: it moves nothing.
GOING_ON = _GOING_ON
