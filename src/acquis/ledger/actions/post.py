"""Post transfers: the money has moved. One payment is a batch of one; the yearly credit is many thousands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from ..batches import write
from ..types import Kind, Transfer


@one_statement_act
def post(*, transfers: Sequence[Transfer], by: Actor, at: datetime) -> None:
    """Post all of `transfers`, or none.

    A batch is one instant: what an account receives in it may be spent in it. Posted before with the
    same content, a transfer changes nothing. Refuses, naming account and reference: NOT_A_TRANSFER,
    REFERENCE_REUSED, ACCOUNT_UNKNOWN, BALANCE_TOO_LOW, UNITS_DIFFER.
    """
    write(transfers, kind=Kind.POSTED, by=by, at=at)
