"""Post what was reserved: the money held now moves, the whole amount."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from acquis.kit.act import one_statement_act
from acquis.kit.actor import Actor

from ..batches import resolve
from ..types import Kind


@one_statement_act
def post_reserved(*, references: Sequence[str], effective_on: date, by: Actor, at: datetime) -> None:
    """Post the reservations made under `references`, all or none; done before for the same day, changes nothing.

    Refuses, naming the reference: REFERENCE_UNKNOWN, NOT_RESERVED, NOT_PENDING (released, or posted for another day).
    """
    resolve(references, kind=Kind.POST_RESERVED, effective_on=effective_on, by=by, at=at)
