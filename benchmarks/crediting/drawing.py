"""`python -m benchmarks.crediting.drawing FIGURES.json DRAWING.svg`: how the cost of a run grows, from its figures.

FIGURES is what `python -m benchmarks.crediting --accounts 10000 200000 … --json` printed. Both axes are logarithmic, so
that a cost which grows as the accounts do is a straight line of slope one, which is drawn beside.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

LINES = (
    ("carried out, s", "carried out", "#1d5c9c"),
    ("reconciled, s", "reconciled", "#b3541e"),
    ("balances folded afterwards, s", "folded afterwards", "#5b7f2b"),
)
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 420, 64, 150, 40, 56


def main() -> None:
    """Write the drawing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crediting.drawing")
    parser.add_argument("figures", type=Path)
    parser.add_argument("drawing", type=Path)
    args = parser.parse_args()
    args.drawing.write_text(drawn(json.loads(args.figures.read_text("utf-8"))), "utf-8")


def drawn(figures: list[dict[str, float]]) -> str:
    """The drawing of some runs, in the order of their sizes."""
    sizes = [each["accounts"] for each in figures]
    seconds = [each[name] for each in figures for name, _, _ in LINES]
    low, high = (math.log10(min(sizes)), math.log10(max(sizes)))
    least, most = math.floor(math.log10(min(seconds))), math.ceil(math.log10(max(seconds)))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - least) / (most - least) * (HEIGHT - TOP - BOTTOM)

    said = "; ".join(
        f"{each['accounts']:,.0f} accounts: {each['carried out, s']:.1f} s carried out" for each in figures
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="t d"'
        ' font-family="Inter, Arial, sans-serif" font-size="13" fill="#222">',
        '<title id="t">Seconds of a yearly run by number of accounts</title>',
        f'<desc id="d">{said}.</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(least, most + 1):
        at = y(10.0**power)
        parts.append(f'<line x1="{LEFT}" y1="{at:.1f}" x2="{WIDTH - RIGHT}" y2="{at:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>')
    for size in sizes:
        parts.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{_short(size)}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 10}">accounts (both axes are logarithmic)</text>')
    parts += _even(figures, x, y)
    for name, label, colour in LINES:
        points = [(x(each["accounts"]), y(each[name])) for each in figures]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
        end = points[-1]
        parts.append(f'<text x="{end[0] + 10:.1f}" y="{end[1] + 4:.1f}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>\n"])


def _even(figures: list[dict[str, float]], x: Any, y: Any) -> list[str]:
    """The line of a cost that would stay the same for each account, through what the largest run was carried out in."""
    first, last = figures[0]["accounts"], figures[-1]["accounts"]
    whole = figures[-1]["carried out, s"]
    ends = f'x1="{x(first):.1f}" y1="{y(whole * first / last):.1f}" x2="{x(last):.1f}" y2="{y(whole):.1f}"'
    return [f'<line {ends} stroke="#888" stroke-dasharray="4 4"/>']


def _short(size: float) -> str:
    return f"{size / 1e6:g} M" if size >= 1e6 else f"{size / 1e3:g} k"


if __name__ == "__main__":
    main()
