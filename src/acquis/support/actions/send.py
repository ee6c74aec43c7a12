"""Send one message by one way, once: to the address that the person has now, if they still want it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions, reach
from ..models import Sending, Wish
from ..types import Channel, SendingState

#: Called with (channel, addresses, sending); raises when it could not be sent, and it is tried again.
Carrier = Callable[[Channel, tuple[str, ...], Sending], None]


@act
def send(*, sending_id: UUID, carrier: Carrier, by: Actor, at: datetime) -> SendingState:
    """The state after. The row is locked while the message leaves: two workers never send the same."""
    sending = Sending.objects.select_for_update().select_related("message").get(pk=sending_id)

    permissions.SEND.require_any(by)
    if sending.state != SendingState.WAITING:
        return SendingState(sending.state)

    person_id = sending.message.person_id
    wish = Wish.objects.filter(pk=person_id).first() if person_id else None
    wanted = wish is None or wish.email if sending.channel == Channel.EMAIL else wish is not None and wish.text
    addresses = reach.of(sending.message, Channel(sending.channel), by=by)

    # After this point the sending is tried, and what became of it is written.
    sending.attempts += 1
    if wanted and addresses:
        carrier(Channel(sending.channel), addresses, sending)
        sending.state, sending.sent_at = SendingState.SENT, at
    else:
        sending.state = SendingState.LEFT
    sending.save(update_fields=["state", "sent_at", "attempts"])
    return SendingState(sending.state)
