"""What the card provider tells of a refund, asked or by itself, becomes what we record of it.

Not an act: it only chooses the one that fits.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.outside.payments import RefundMade, RefundState

from .note_refund_sent import note_refund_sent
from .record_refund import record_refund
from .refuse_refund import refuse_refund


def hear_refund(*, refund_id: UUID, told: RefundMade, by: Actor, at: datetime) -> None:
    """Record it; told twice, or late, it changes nothing more."""
    match told.state:
        case RefundState.PENDING:
            note_refund_sent(refund_id=refund_id, external_id=told.id, key=told.reference, by=by, at=at)
        case RefundState.SUCCEEDED:
            record_refund(refund_id=refund_id, external_id=told.id, key=told.reference, by=by, at=at)
        case RefundState.FAILED:
            reason = told.reason or "failed"
            refuse_refund(refund_id=refund_id, external_id=told.id, key=told.reference, reason=reason, by=by, at=at)
