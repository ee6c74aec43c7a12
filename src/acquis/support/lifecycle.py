"""The life of a request, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, Refusal, State

_GOING = frozenset({State.OPEN, State.TAKEN, State.RELAYED, State.ASKED})

INQUIRY = Lifecycle(
    {
        Act.TAKE: Move(frozenset({State.OPEN}), State.TAKEN),
        Act.RELAY: Move(frozenset({State.TAKEN}), State.RELAYED),
        Act.ASK: Move(frozenset({State.TAKEN, State.RELAYED}), State.ASKED),
        # Who is not satisfied with an answer says so, and the agent takes it up again.
        Act.REPLY: Move(frozenset({State.ASKED, State.ANSWERED}), State.TAKEN),
        Act.ANSWER: Move(frozenset({State.TAKEN, State.RELAYED}), State.ANSWERED),
        Act.WITHDRAW: Move(_GOING, State.CLOSED),
        Act.CLOSE: Move(frozenset({State.ANSWERED}), State.CLOSED),
    },
    refusal=Refusal.NOT_NOW,
)
