"""An agent passes a request on to the employer who declared: on its pages, when it has them here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.employers.queries import company
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions, words
from ..models import Inquiry
from ..types import Act, Recipient, Refusal, State


@act
def relay(*, inquiry_id: UUID, said: str, company_id: UUID | None = None, by: Actor, at: datetime) -> None:
    """`company_id`: the company that reads it here; None: the agent writes to it by other ways."""
    inquiry = Inquiry.objects.locked(inquiry_id)

    permissions.HANDLE.require(by, inquiry)
    state = lifecycle.INQUIRY.require(Act.RELAY, State(inquiry.state))
    words.require_words(said)
    if inquiry.recipient != Recipient.EMPLOYER:
        raise Refused(Refusal.NOT_DECLARED)
    if company_id is not None and company(company_id) is None:
        raise Refused(Refusal.COMPANY_UNKNOWN)

    # After this point the relay must succeed.
    if company_id != inquiry.company_id:
        inquiry.company_id, inquiry.addressed = company_id, False
    inquiry.state = state
    inquiry.save()
    words.write(inquiry, Act.RELAY, said, by=by, at=at)

    record(events.Relayed(about=inquiry.id, account_id=inquiry.account_id), by=by, at=at)
