"""The lives of a collection, an invoice and a batch of payouts, as tables."""

from acquis.kit.lifecycle import Lifecycle, Move

from .types import (
    BatchAct,
    BatchState,
    CollectionAct,
    CollectionState,
    InvoiceAct,
    InvoiceState,
    LineAct,
    LineState,
    RefundAct,
    RefundState,
    Refusal,
)

_STARTED, _PAID = CollectionState.STARTED, CollectionState.PAID
_EXPIRED, _REFUSED = CollectionState.EXPIRED, CollectionState.REFUSED
_DUE, _REFUNDED = CollectionState.REFUND_DUE, CollectionState.REFUNDED

COLLECTION = Lifecycle(
    {
        CollectionAct.PAY: Move(frozenset({_STARTED}), _PAID),
        CollectionAct.REFUSE: Move(frozenset({_STARTED}), _REFUSED),
        CollectionAct.EXPIRE: Move(frozenset({_STARTED}), _EXPIRED),
        # Money that comes after we gave up waiting is owed back without ever having paid for anything.
        CollectionAct.PAY_LATE: Move(frozenset({_EXPIRED, _REFUSED}), _DUE),
        # In parts, perhaps: a second part may be owed back after the first was paid back.
        CollectionAct.OWE_BACK: Move(frozenset({_PAID, _DUE, _REFUNDED}), _DUE),
        CollectionAct.PAY_BACK: Move(frozenset({_DUE}), _REFUNDED),
        # A refund came back: the card took nothing.
        CollectionAct.OWE_AGAIN: Move(frozenset({_DUE, _REFUNDED}), _DUE),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

REFUND = Lifecycle(
    {
        # From refused, too: an attempt that we believed never made was made, and its answer was lost.
        RefundAct.SEND: Move(frozenset({RefundState.DUE, RefundState.SENT, RefundState.REFUSED}), RefundState.SENT),
        RefundAct.ARRIVE: Move(frozenset({RefundState.DUE, RefundState.SENT, RefundState.REFUSED}), RefundState.DONE),
        # Even after it had arrived: banks send back what a closed card cannot take, days later.
        RefundAct.COME_BACK: Move(
            frozenset({RefundState.DUE, RefundState.SENT, RefundState.DONE}), RefundState.REFUSED
        ),
        RefundAct.RETRY: Move(frozenset({RefundState.REFUSED}), RefundState.DUE),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

INVOICE = Lifecycle(
    {
        InvoiceAct.PUT_IN_BATCH: Move(frozenset({InvoiceState.TO_PAY}), InvoiceState.IN_BATCH),
        InvoiceAct.TAKE_OUT: Move(frozenset({InvoiceState.IN_BATCH}), InvoiceState.TO_PAY),
        InvoiceAct.SETTLE: Move(frozenset({InvoiceState.IN_BATCH}), InvoiceState.PAID),
        # The transfer came back: nothing was paid.
        InvoiceAct.REOPEN: Move(frozenset({InvoiceState.PAID, InvoiceState.IN_BATCH}), InvoiceState.TO_PAY),
        # A credit note takes back all of it before it is paid.
        InvoiceAct.TAKE_BACK: Move(frozenset({InvoiceState.TO_PAY}), InvoiceState.DEDUCTED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

BATCH = Lifecycle(
    {
        BatchAct.APPROVE: Move(frozenset({BatchState.DRAFT}), BatchState.APPROVED),
        BatchAct.MARK_PAID: Move(frozenset({BatchState.APPROVED}), BatchState.PAID),
        BatchAct.DISCARD: Move(frozenset({BatchState.DRAFT}), BatchState.DISCARDED),
        # The bank sent every one of its transfers back before it booked any.
        BatchAct.REJECT: Move(frozenset({BatchState.APPROVED}), BatchState.REJECTED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)

LINE = Lifecycle(
    {
        LineAct.REJECT: Move(frozenset({LineState.ORDERED}), LineState.REJECTED),
        LineAct.RETURN: Move(frozenset({LineState.ORDERED}), LineState.RETURNED),
    },
    refusal=Refusal.NOT_IN_THIS_STATE,
)
