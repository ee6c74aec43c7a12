"""A holder gives a request up before it is answered."""

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
def withdraw(*, inquiry_id: UUID, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.WITHDRAW.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.WITHDRAW, State(inquiry.state))

    # After this point the withdrawal must succeed.
    inquiry.state = state
    inquiry.save()
    words.write(inquiry, Act.WITHDRAW, "", by=by, at=at)

    record(events.Withdrawn(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
