"""Where a message goes: a holder's own address, or that of a training body's contact."""

from __future__ import annotations

from acquis.kit.actor import Actor
from acquis.people import queries as people
from acquis.people.types import Reach

from .models import Message


def of(message: Message, *, by: Actor) -> Reach:
    """As it is now: an address may have changed since the message was written."""
    if message.person_id is not None:
        return people.reach_of(message.person_id, by=by)
    return people.reach_of_body(message.account_id, by=by)
