"""An answered request is closed, by the holder who is satisfied or by the agent."""

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
def close(*, inquiry_id: UUID, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.CLOSE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.CLOSE, State(inquiry.state))

    # After this point the closing must succeed.
    inquiry.state = state
    inquiry.save()
    words.write(inquiry, Act.CLOSE, "", by=by, at=at)

    record(events.Closed(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
