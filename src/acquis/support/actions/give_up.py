"""A message that could not be sent after every attempt is marked so; the holder still reads it on the site."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Sending
from ..types import SendingState


@act
def give_up(*, sending_id: UUID, attempts: int, by: Actor, at: datetime) -> None:
    permissions.SEND.require_any(by)

    # After this point the giving up must be written; one sent meanwhile stays sent.
    waiting = Sending.objects.filter(pk=sending_id, state=SendingState.WAITING)
    waiting.update(state=SendingState.FAILED, attempts=attempts)
