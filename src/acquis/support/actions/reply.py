"""A holder gives what was asked, or says why the answer does not do: an agent takes the request up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, ProofFile, State


@act
def reply(*, inquiry_id: UUID, said: str, proofs: Sequence[ProofFile] = (), by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.REPLY.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.REPLY, State(inquiry.state))
    words.require_words(said)
    files = words.inspected(proofs)

    # After this point the reply must succeed.
    inquiry.state, inquiry.outcome = state, None
    inquiry.save()
    words.write(inquiry, Act.REPLY, said, proofs=files, by=by, at=at)

    replied = events.Replied(about=inquiry.id, account_id=inquiry.account_id, proofs=len(proofs))
    record(replied, by=by, at=at)
