"""The calls for funds as others may see them."""

from __future__ import annotations

from .models import FundCall
from .types import CallCard, CallState, Need


def card(row: FundCall) -> CallCard:
    """A call as a frozen row."""
    return CallCard(
        id=row.id,
        number=row.number,
        month=row.month,
        state=CallState(row.state),
        lines=tuple((Need(need), cents) for need, cents in row.lines),
        amount_cents=row.amount_cents,
        received_cents=row.received_cents,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        received_on=row.received_on,
    )
