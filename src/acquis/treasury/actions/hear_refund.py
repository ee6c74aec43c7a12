"""What the card provider tells of a refund, asked, by itself or in a report, becomes what we record of it.

No acts: they only choose the one that fits.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.outside.payments import RefundMade, RefundState

from ..models import Refund
from ..refunds_told import refund_of_key
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


def hear_come_back(*, key: str, external_id: str, by: Actor, at: datetime) -> None:
    """A report tells that the money of an attempt came back; of what is not ours, the reconciliation speaks."""
    refund_id = refund_of_key(key)
    if refund_id is None:
        return
    owed = Refund.objects.get(pk=refund_id)
    known_as = owed.external_id if key == owed.key and owed.external_id else external_id
    refuse_refund(refund_id=refund_id, external_id=known_as, key=key, reason="failed", by=by, at=at)
