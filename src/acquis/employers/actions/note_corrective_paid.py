"""A corrective payment came, by an order of endowments: it is due no more. A consequence, noted once a reference."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import InterviewStatement
from ..types import Refusal


@act
def note_corrective_paid(*, statement_id: UUID, reference: str, by: Actor, at: datetime) -> None:
    row = InterviewStatement.objects.select_for_update().filter(pk=statement_id).first()

    permissions.NOTE_PAID.require_any(by)
    if row is None:
        raise Refused(Refusal.STATEMENT_UNKNOWN)
    if row.paid_at is not None:
        if row.paid_reference != reference:
            raise Refused(Refusal.PAID_ALREADY)
        return
    if not row.due_cents:
        raise Refused(Refusal.NOTHING_DUE)

    # After this point the payment must be noted.
    row.paid_at, row.paid_reference = at, reference
    row.save(update_fields=["paid_at", "paid_reference"])

    told = events.CorrectivePaid(about=row.company_id, statement_id=row.id, amount_cents=row.due_cents)
    record(told, by=by, at=at)
