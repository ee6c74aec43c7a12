"""Somebody takes the file of entries of a closed month or year out of the house: who and when is written down."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Closing
from ..types import ClosingState, Refusal


@act
def take_entries(*, closing_id: UUID, by: Actor, at: datetime) -> None:
    """Note who takes them. Refuses: CLOSING_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE (what is not closed may change)."""
    closing = Closing.objects.locked(closing_id)

    permissions.READ_BOOKS.require(by, closing)
    if closing.state != ClosingState.CLOSED:
        raise Refused(Refusal.NOT_IN_THIS_STATE)

    record(events.EntriesTaken(about=closing.id, span=closing.span, month=closing.month), by=by, at=at)
