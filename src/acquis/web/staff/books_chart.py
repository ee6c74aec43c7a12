"""What was committed, became due and was paid, month by month, drawn here so that it needs no script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from acquis.accounting.types import Flow

HEIGHT, WIDTH = 150, 560
#: As many months as are told apart at a glance.
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthBar:
    """A month: what was committed to bodies, what fell due to them, what was paid, in cents; and its three bars.

    `bars` are (series, x, y, width, height) in the chart's own units.
    """

    month: date
    ordered_cents: int
    due_cents: int
    paid_cents: int
    bars: tuple[tuple[int, float, float, float, float], ...]
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsChart:
    """The months, the oldest first, and the size of the drawing."""

    months: tuple[MonthBar, ...]
    most_cents: int
    width: int = WIDTH
    height: int = HEIGHT


def months_chart(flows: Iterable[Flow], months: Sequence[date]) -> MonthsChart:
    """The chart of the last months of `months`; what came back counts against what went."""
    sums = {month: [0, 0, 0] for month in months[-MONTHS:]}
    for flow in flows:
        if flow.month not in sums:
            continue
        held = sums[flow.month]
        for side, sign in ((flow.debit, -1), (flow.credit, 1)):
            other = flow.credit if sign < 0 else flow.debit
            if side == "commitments" and other != "payable":
                held[0] += sign * flow.amount_cents
            if side == "payable" and other == "commitments":
                held[1] += sign * flow.amount_cents
            if side == "bank" and other == "payouts_in_transit":
                held[2] += sign * flow.amount_cents
    most = max((cents for each in sums.values() for cents in each), default=0)
    step = WIDTH / max(len(sums), 1)
    wide = min(16.0, (step - 6) / 3)
    told = []
    for place, (month, each) in enumerate(sums.items()):
        start = place * step + (step - 3 * wide) / 2
        bars = []
        for series, cents in enumerate(each, start=1):
            height = round(max(cents, 0) * HEIGHT / most, 1) if most else 0.0
            left = round(start + (series - 1) * wide, 1)
            bars.append((series, left, round(HEIGHT - height, 1), round(wide - 1.5, 1), height))
        told.append(
            MonthBar(
                month=month,
                ordered_cents=each[0],
                due_cents=each[1],
                paid_cents=each[2],
                bars=tuple(bars),
                middle=round(start + 1.5 * wide, 1),
            )
        )
    return MonthsChart(months=tuple(told), most_cents=most)
