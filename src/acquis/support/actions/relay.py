"""An agent passes a request on to the employer who declared and alone may correct, until employers have their pages."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, Recipient, Refusal, State


@act
def relay(*, inquiry_id: UUID, said: str, by: Actor, at: datetime) -> None:
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.HANDLE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.RELAY, State(inquiry.state))
    words.require_words(said)
    if inquiry.recipient != Recipient.EMPLOYER:
        raise Refused(Refusal.NOT_DECLARED)

    # After this point the relay must succeed.
    inquiry.state = state
    inquiry.save()
    words.write(inquiry, Act.RELAY, said, by=by, at=at)

    record(events.Relayed(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
