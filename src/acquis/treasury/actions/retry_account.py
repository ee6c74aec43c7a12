"""A person decides that an account to which a transfer could not go may be tried again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import PayoutLine
from ..types import LineState, Refusal


@act
def retry_account(*, line_id: UUID, by: Actor, at: datetime) -> None:
    """Let the account of a returned transfer be paid again; told before, it changes nothing."""
    line = PayoutLine.objects.locked(line_id)

    permissions.RECONCILE.require(by, line)
    if line.state != LineState.RETURNED:
        raise Refused(Refusal.NOT_IN_THIS_STATE)
    if line.retried_at is not None:
        return

    # After this point the decision must succeed.
    line.retried_by, line.retried_at = by.key, at
    line.save(update_fields=["retried_by", "retried_at"])

    record(
        events.PayoutRetried(about=line.batch_id, provider_id=line.provider_id, end_to_end_id=line.end_to_end_id),
        by=by,
        at=at,
    )
