"""An agent takes a request up: the holder sees that somebody looks at it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, State


@act
def take(*, inquiry_id: UUID, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.HANDLE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.TAKE, State(inquiry.state))

    # After this point the taking must succeed.
    inquiry.state = state
    inquiry.taken_by = by.key
    inquiry.save()
    words.write(inquiry, Act.TAKE, "", by=by, at=at)

    record(events.Taken(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
