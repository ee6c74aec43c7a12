"""`python -m benchmarks.crediting.drawing FIGURES.json DRAWING.svg`: how the cost of a run grows, from its figures.

FIGURES is what `python -m benchmarks.crediting --accounts 10000 200000 … --json` printed. A cost that grows as the
accounts do is drawn beside.
"""

from __future__ import annotations

from ..curves import Curves

RUN = Curves(
    title="Seconds of a yearly run by number of accounts",
    size="accounts",
    axis="accounts",
    lines=(
        ("carried out, s", "carried out", "#1d5c9c"),
        ("reconciled, s", "reconciled", "#b3541e"),
        ("balances folded afterwards, s", "folded afterwards", "#5b7f2b"),
    ),
    told=lambda each: f"{each['accounts']:,.0f} accounts: {each['carried out, s']:.1f} s carried out",
    unit=" s",
    even="carried out, s",
)

if __name__ == "__main__":
    RUN.main("benchmarks.crediting.drawing")
