"""The operator says up to how much a payer's people are credited before its transfers arrive."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import CreditLine
from ..types import Refusal


@act
def grant_credit(*, payer_id: UUID, most_cents: int, until: date | None, by: Actor, at: datetime) -> None:
    """Grant, change or, with 0, end a payer's credit; what was credited stays."""
    permissions.GRANT_CREDIT.require_any(by)
    if most_cents < 0 or (until is not None and until < day_of(at)):
        raise Refused(Refusal.CREDIT_MALFORMED)

    # After this point the grant must succeed.
    CreditLine.objects.update_or_create(
        payer_id=payer_id,
        defaults={"most_cents": most_cents, "until": until, "granted_by": by.key, "granted_at": at},
    )

    record(events.CreditGranted(about=payer_id, most_cents=most_cents), by=by, at=at)
