"""Tell a holder or a training body something: written with the fact it tells, and sent by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from acquis.kit import clock
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import jobs, permissions
from ..models import Message, Sending, Wish
from ..types import Channel, Kind

#: News older than this is written in the holder's list and sent to nobody.
STALE = timedelta(days=3)


@act
def tell(
    *,
    account_id: UUID,
    person_id: UUID | None,
    kind: Kind,
    values: dict[str, Any],
    reference: str,
    about: UUID | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """The message's id; the same reference twice is told once. `values` hold figures, days and ids, never a name.

    `person_id` None: `account_id` is a training body, which is written to at its own address, by e-mail.
    """
    known = Message.objects.filter(account_id=account_id, reference=reference).values_list("id", flat=True).first()

    permissions.TELL.require_any(by)
    if known is not None:
        return known

    wish = Wish.objects.filter(pk=person_id).first() if person_id else None
    ways = [Channel.EMAIL] if wish is None or wish.email else []
    if wish is not None and wish.text:
        ways.append(Channel.TEXT)
    if clock.now() - at > STALE:
        ways = []

    # After this point the message must be written.
    message = Message.objects.create(
        account_id=account_id,
        person_id=person_id,
        provider_id=None if person_id else account_id,
        kind=kind,
        values=values,
        about=about,
        reference=reference,
        at=at,
    )
    for sending in Sending.objects.bulk_create([Sending(message=message, channel=way) for way in ways]):
        jobs.send.defer(sending_id=str(sending.id))
    return message.id
