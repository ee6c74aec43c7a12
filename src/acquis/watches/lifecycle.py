"""The life of a search that is kept, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, State

WATCH = Lifecycle(
    {
        Act.PAUSE: Move(frozenset({State.ACTIVE}), State.PAUSED),
        Act.RESUME: Move(frozenset({State.PAUSED}), State.ACTIVE),
    },
    refusal=Refusal.NOT_NOW,
)
