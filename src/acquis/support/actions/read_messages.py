"""A holder has read their messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Message


@act
def read_messages(*, message_ids: Iterable[UUID], by: Actor, at: datetime) -> None:
    """Mark as read those of the messages that are theirs and were not."""
    permissions.READ_MESSAGES.require_any(by)

    # After this point the reading must be written.
    own = permissions.READ_MESSAGES.rows(by, Message.objects.filter(pk__in=list(message_ids), read_at=None))
    own.update(read_at=at)
