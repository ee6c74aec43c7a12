"""The life of an order of endowments: which act leads from which states to which."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import OrderAct, OrderState, Refusal

_DRAFT, _READING = frozenset({OrderState.DRAFT}), frozenset({OrderState.READING})

ORDER = Lifecycle(
    {
        OrderAct.READ: Move(_DRAFT, OrderState.READING),
        OrderAct.TAKE_LINES: Move(_READING, OrderState.READING),
        OrderAct.END_READING: Move(_READING, OrderState.DRAFT),
        OrderAct.SUBMIT: Move(_DRAFT, OrderState.AWAITED),
        OrderAct.SUBMIT_ON_CREDIT: Move(_DRAFT, OrderState.CREDITING),
        OrderAct.RECEIVE: Move(frozenset({OrderState.AWAITED}), OrderState.CREDITING),
        OrderAct.COMPLETE: Move(frozenset({OrderState.CREDITING}), OrderState.CREDITED),
        OrderAct.CANCEL: Move(_DRAFT | _READING | {OrderState.AWAITED}, OrderState.CANCELLED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
