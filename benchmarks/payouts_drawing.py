"""`python -m benchmarks.payouts_drawing FIGURES.json DRAWING.svg`: how a payout run grows with its invoices.

FIGURES is a list of what `python -m benchmarks.payouts --invoices N --json` printed, in the order of their invoices.
"""

from __future__ import annotations

from .curves import Curves

RUN = Curves(
    title="Seconds of a payout run by number of invoices",
    size="invoices",
    axis="invoices",
    lines=(
        ("all, seconds", "all", "#1d5c9c"),
        ("the bank's answer taken, seconds", "bank's answer taken", "#b3541e"),
        ("prepared, seconds", "prepared", "#5b7f2b"),
        ("approved, seconds", "approved", "#7a4a8c"),
    ),
    told=lambda each: f"{each['invoices']:,.0f} invoices: {each['all, seconds']:.1f} s in all",
    unit=" s",
    even="all, seconds",
)

if __name__ == "__main__":
    RUN.main("benchmarks.payouts_drawing")
