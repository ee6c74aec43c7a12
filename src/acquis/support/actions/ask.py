"""An agent asks the holder for something that is missing; the holder is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, Kind, State
from .tell import tell


@act
def ask(*, inquiry_id: UUID, said: str, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.HANDLE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.ASK, State(inquiry.state))
    words.require_words(said)

    # After this point the question must succeed.
    inquiry.state = state
    inquiry.save()
    words.write(inquiry, Act.ASK, said, by=by, at=at)
    tell(
        account_id=inquiry.account_id,
        person_id=inquiry.person_id,
        kind=Kind.REQUEST_ASKED,
        values={"number": inquiry.number},
        about=inquiry.id,
        reference=f"{events.Asked.kind} {inquiry.id} {at.isoformat()}",
        by=by,
        at=at,
    )

    record(events.Asked(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
