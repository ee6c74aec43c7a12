"""An agent, or the company that was asked, answers: corrected, explained or refused, in words; the holder is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import EMPLOYER, Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, Kind, Outcome, Refusal, State
from .tell import tell


@act
def answer(*, inquiry_id: UUID, outcome: Outcome, said: str, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.ANSWER.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.ANSWER, State(inquiry.state))
    # Once an agent has taken it up again, the company has said what it had to say.
    if by.has(*EMPLOYER) and inquiry.state != State.RELAYED:
        raise Refused(Refusal.NOT_NOW)
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
