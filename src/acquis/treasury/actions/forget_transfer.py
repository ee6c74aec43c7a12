"""A transfer that never came is no longer awaited; should it come all the same, a person looks at it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import ExpectedTransfer
from ..types import Refusal


@act
def forget_transfer(*, about: UUID, by: Actor, at: datetime) -> None:
    """Forget it; done before, nothing changes. Refuses: NOT_ALLOWED, TRANSFER_UNKNOWN, ARRIVED_ALREADY."""
    awaited = ExpectedTransfer.objects.select_for_update().filter(about=about).first()

    permissions.EXPECT.require_any(by)
    if awaited is None:
        raise Refused(Refusal.TRANSFER_UNKNOWN)
    if awaited.entry_id:
        raise Refused(Refusal.ARRIVED_ALREADY)
    if awaited.forgotten_at:
        return

    # After this point the forgetting must succeed.
    awaited.forgotten_at = at
    awaited.save(update_fields=["forgotten_at"])

    record(events.TransferForgotten(about=about, label=awaited.label), by=by, at=at)
