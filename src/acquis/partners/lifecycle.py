"""The lives of a client and of a call, as tables."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import Act, ClientState, DeliveryState, Refusal

CLIENT = Lifecycle(
    {
        Act.REPLACE_KEYS: Move(frozenset({ClientState.ACTIVE}), ClientState.ACTIVE),
        Act.WITHDRAW: Move(frozenset({ClientState.ACTIVE}), ClientState.WITHDRAWN),
    },
    refusal=Refusal.WITHDRAWN_ALREADY,
)

DELIVERY = Lifecycle(
    {
        Act.DELIVER: Move(frozenset({DeliveryState.WAITING}), DeliveryState.DELIVERED),
        Act.GIVE_UP: Move(frozenset({DeliveryState.WAITING}), DeliveryState.GIVEN_UP),
        Act.REPLAY: Move(frozenset({DeliveryState.DELIVERED, DeliveryState.GIVEN_UP}), DeliveryState.WAITING),
    },
    refusal=Refusal.CALL_UNDER_WAY,
)
