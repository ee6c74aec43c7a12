"""`python -m benchmarks.search.drawing FIGURES.json DRAWING.svg`: how the index grows with the offers.

FIGURES is what `python -m benchmarks.search growth` keeps. Both axes are logarithmic, so that
what grows as the offers do has slope one; each line's unit stands in its name.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

LINES = (
    ("build, processor s", "build, s", "#1d5c9c"),
    ("MB", "disk, MB", "#5b7f2b"),
    ("memory at most, MB", "memory, MB", "#7a4a8c"),
    ("p50, processor", "p50, ms", "#b3541e"),
    ("p95, processor", "p95, ms", "#8c1d2f"),
)
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 460, 64, 150, 30, 56


def main() -> None:
    """Write the drawing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search.drawing")
    parser.add_argument("figures", type=Path)
    parser.add_argument("drawing", type=Path)
    args = parser.parse_args()
    args.drawing.write_text(drawn(json.loads(args.figures.read_text("utf-8"))), "utf-8")


def drawn(figures: list[dict[str, float]]) -> str:
    """The drawing of some indexes, in the order of their sizes."""
    sizes = [each["offers"] for each in figures]
    values = [each[name] for each in figures for name, _, _ in LINES]
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    least, most = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - least) / (most - least) * (HEIGHT - TOP - BOTTOM)

    said = "; ".join(
        f"{_short(each['offers'])} offers: p50 {each['p50, processor']:.2f} ms, p95 {each['p95, processor']:.2f} ms, "
        f"built in {each['build, processor s']:.0f} s"
        for each in figures
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d"'
        ' font-family="Inter, Arial, sans-serif" font-size="13" fill="#222">',
        '<title id="t">The search by number of offers: time of an answer, of the build, disk and memory</title>',
        f'<desc id="d">{said}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(least, most + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{_short(size)}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 10}">offers (both axes are logarithmic)</text>')
    ends = _apart([y(figures[-1][name]) for name, _, _ in LINES])
    for (name, label, colour), end in zip(LINES, ends, strict=True):
        points = [(x(each["offers"]), y(each[name])) for each in figures]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        parts.append(f'<text x="{points[-1][0] + 10:.1f}" y="{end + 4:.1f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _apart(heights: list[float]) -> list[float]:
    """The heights of labels, so that none is written over another."""
    placed: dict[int, float] = {}
    below = -math.inf
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        below = placed[at] = max(heights[at], below + 16)
    return [placed[at] for at in range(len(heights))]


def _short(size: Any) -> str:
    return f"{size / 1e6:g} M" if size >= 1e6 else f"{size / 1e3:g} k"


if __name__ == "__main__":
    main()
