"""The life of a client, as a table."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, ClientState, Refusal

CLIENT = Lifecycle(
    {
        Act.REPLACE_KEYS: Move(frozenset({ClientState.ACTIVE}), ClientState.ACTIVE),
        Act.WITHDRAW: Move(frozenset({ClientState.ACTIVE}), ClientState.WITHDRAWN),
    },
    refusal=Refusal.WITHDRAWN_ALREADY,
)
