"""An agent answers a request: corrected, explained or refused, always in words; the holder is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, Kind, Outcome, State
from .tell import tell


@act
def answer(*, inquiry_id: UUID, outcome: Outcome, said: str, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.HANDLE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.ANSWER, State(inquiry.state))
    words.require_words(said)

    # After this point the answer must succeed.
    inquiry.state, inquiry.outcome = state, outcome
    inquiry.save()
    words.write(inquiry, Act.ANSWER, said, by=by, at=at)
    tell(
        account_id=inquiry.account_id,
        person_id=inquiry.person_id,
        kind=Kind.REQUEST_ANSWERED,
        values={"number": inquiry.number},
        about=inquiry.id,
        reference=f"{events.Answered.kind} {inquiry.id} {at.isoformat()}",
        by=by,
        at=at,
    )

    record(events.Answered(about=inquiry.id, account_id=inquiry.account_id, outcome=outcome), by=by, at=at)
