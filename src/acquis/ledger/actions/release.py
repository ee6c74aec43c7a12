"""Release what was reserved: the money held is available again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from ..batches import resolve
from ..types import Kind


@one_statement_act
def release(*, references: Sequence[str], by: Actor, at: datetime) -> None:
    """Release the reservations made under `references`, all or none; done before, changes nothing.

    Refuses, naming the reference: REFERENCE_UNKNOWN, NOT_RESERVED, NOT_PENDING (posted before).
    """
    resolve(references, kind=Kind.RELEASED, effective_on=day_of(at), by=by, at=at)
