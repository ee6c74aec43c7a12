"""`python -m benchmarks.search.drawing FIGURES.json DRAWING.svg`: how the index grows with the offers.

FIGURES is what `python -m benchmarks.search growth` keeps; each line's unit stands in its name.
"""

from __future__ import annotations

from ..curves import Curves, short

GROWTH = Curves(
    title="The search by number of offers: time of an answer, of the build, disk and memory",
    size="offers",
    axis="offers",
    lines=(
        ("build, processor s", "build, s", "#1d5c9c"),
        ("MB", "disk, MB", "#5b7f2b"),
        ("memory at most, MB", "memory, MB", "#7a4a8c"),
        ("p50, processor", "p50, ms", "#b3541e"),
        ("p95, processor", "p95, ms", "#8c1d2f"),
    ),
    told=lambda each: (
        f"{short(each['offers'])} offers: p50 {each['p50, processor']:.2f} ms, p95 {each['p95, processor']:.2f} ms, "
        f"built in {each['build, processor s']:.0f} s"
    ),
    height=460,
    top=30,
)

if __name__ == "__main__":
    GROWTH.main("benchmarks.search.drawing")
