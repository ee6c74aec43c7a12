"""Where a message goes: a holder's own address, or that of a training body's contacts."""

from __future__ import annotations

from datetime import timedelta

from acquis.kit.actor import Actor
from acquis.people import queries as people

from .models import Message
from .types import TO_ALL_MANAGERS, Channel

#: Who left a body's managers less long ago is still told where it is paid.
LATELY = timedelta(days=30)


def of(message: Message, channel: Channel, *, by: Actor) -> tuple[str, ...]:
    """The addresses as they are now, which may have changed since the message was written; none where none is known."""
    if message.person_id is not None:
        card = people.reach_of(message.person_id, by=by)
        found = card.email if channel is Channel.EMAIL else card.phone
        return (found,) if found else ()
    if channel is not Channel.EMAIL:
        return ()
    if message.kind in TO_ALL_MANAGERS:
        managers = people.managers_of_body(message.account_id, since=message.at - LATELY, by=by)
        if managers:
            return managers
    first = people.reach_of_body(message.account_id, by=by).email
    return (first,) if first else ()
