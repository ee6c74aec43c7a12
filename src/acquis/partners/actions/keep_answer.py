"""What was answered to a write stands under its key from now on, with the effect or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..models import Answer


@act
def keep_answer(*, client_id: UUID, key: str, status: int, body: Any, by: Actor, at: datetime) -> None:
    """Called in the transaction of the write, after its place was taken (`answer_once`)."""
    permissions.ADMIT.require_any(by)

    # After this point the answer must be kept.
    Answer.objects.filter(client_id=client_id, key=key).update(status=status, body=body, at=at)
