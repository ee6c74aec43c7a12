"""Reserve: the debit side's money is held for a transfer that is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from ..batches import write
from ..types import Kind, Transfer


@one_statement_act
def reserve(*, transfers: Sequence[Transfer], by: Actor, at: datetime) -> None:
    """Hold all of `transfers`, or none, until each is posted whole or released.

    The amount leaves what the debit account has available; nothing reaches the credit account yet.
    Refuses as `post` does.
    """
    write(transfers, kind=Kind.RESERVED, by=by, at=at)
