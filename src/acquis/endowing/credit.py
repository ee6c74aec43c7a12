"""How much of a payer's authorised credit is free: what was credited and not paid yet uses it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Sum

from .models import CreditLine, Order


def used(payer_id: UUID) -> int:
    """What was credited, or is being, before the payer's transfers arrived; cents."""
    unpaid = Order.objects.filter(payer_id=payer_id, on_credit=True, received_on=None)
    return unpaid.aggregate(cents=Sum("total_cents"))["cents"] or 0


def room(payer_id: UUID, on: date) -> int:
    """How much may still be credited before it is paid; cents. The credit stays locked: two orders never share it."""
    line = CreditLine.objects.select_for_update().filter(pk=payer_id).first()
    if line is None or (line.until is not None and line.until < on):
        return 0
    return max(0, line.most_cents - used(payer_id))
