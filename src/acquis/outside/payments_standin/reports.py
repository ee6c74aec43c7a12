"""The stand-in's daily report: payments and refunds of a day, a fee on each payment, and the rest paid to our bank."""

from __future__ import annotations

from datetime import date

from acquis.kit.clock import end_of, start_of
from acquis.outside.card_reports import LineKind, written

from .models import DemoPayment, DemoRefund

#: A quarter of a per cent of each payment, in ten-thousandths.
FEE = 25


def report(day: date) -> bytes:
    """The report of a day; what is left after refunds and fees is paid out the same day."""
    lines: list[tuple[str, str, str, int, date]] = []
    left = 0
    during = (start_of(day), end_of(day))
    for paid in DemoPayment.objects.filter(state="succeeded", created_at__range=during).order_by("id"):
        fee = paid.amount_cents * FEE // 10_000
        lines.append((LineKind.PAYMENT, paid.id, paid.reference, paid.amount_cents, day))
        if fee:
            lines.append((LineKind.FEE, f"fee_{paid.id}", "", fee, day))
        left += paid.amount_cents - fee
    for back in DemoRefund.objects.filter(created_at__range=during).order_by("id"):
        lines.append((LineKind.REFUND, back.id, back.key, back.amount_cents, day))
        left -= back.amount_cents
        if back.state == "failed":
            lines.append((LineKind.REFUND_BACK, f"back_{back.id}", back.key, back.amount_cents, day))
            left += back.amount_cents
    if left > 0:
        lines.append((LineKind.PAYOUT, f"po_{day:%Y%m%d}", "", left, day))
    return written(lines)
