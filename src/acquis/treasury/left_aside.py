"""What a batch of payouts left aside, for who reads it."""

from __future__ import annotations

from uuid import UUID

from acquis.kit.actor import Actor

from . import permissions
from .models import LeftAside, PayoutBatch
from .seeing import seen
from .types import LeftAsideCard, Unpaid


def left_aside(batch_id: UUID, *, limit: int = 200, by: Actor | None = None) -> tuple[list[LeftAsideCard], int]:
    """The invoices that were due and not put in a batch, body by body, `limit` of them; and how many there were."""
    rows = LeftAside.objects.filter(
        batch__in=seen(permissions.READ_PAYOUTS, by, PayoutBatch.objects.filter(pk=batch_id))
    )
    cards = [
        LeftAsideCard(
            invoice_id=row.invoice_id,
            number=row.number,
            provider_id=row.provider_id,
            about=row.about,
            amount_cents=row.amount_cents,
            why=Unpaid(row.why),
            also=tuple(Unpaid(each) for each in row.also),
        )
        for row in rows.order_by("provider_id", "number")[:limit]
    ]
    return cards, len(cards) if len(cards) < limit else rows.count()
