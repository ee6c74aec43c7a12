"""How costs grow, drawn on two logarithmic axes: what grows as the sizes do is a straight line of slope one."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WIDTH, LEFT, RIGHT, BOTTOM = 720, 64, 150, 56
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Curves:
    """What is drawn of some figures, in the order of their sizes."""

    title: str
    #: The figure that is the size, and what is written under its axis.
    size: str
    axis: str
    #: Each curve's figure, its words and its colour.
    lines: tuple[tuple[str, str, str], ...]
    #: What those who do not see the drawing are told of one row of figures.
    told: Callable[[Figures], str]
    unit: str = ""
    #: Through its largest value, the line of a cost that would stay the same for each.
    even: str = ""
    height: int = 420
    top: int = 40

    def drawn(self, figures: list[Figures]) -> str:
        """The drawing, as SVG."""
        at = _Place(self, figures)
        sizes = [each[self.size] for each in figures]
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" role="img"'
            ' aria-labelledby="t d" font-family="Inter, Arial, sans-serif" font-size="13" fill="#222">',
            f'<title id="t">{self.title}</title>',
            f'<desc id="d">{"; ".join(map(self.told, figures))}.</desc>',
            f'<rect width="{WIDTH}" height="{self.height}" fill="#fff"/>',
        ]
        for power in range(at.least, at.most + 1):
            height = at.y(10.0**power)
            parts.append(f'<line x1="{LEFT}" y1="{height:.1f}" x2="{WIDTH - RIGHT}" y2="{height:.1f}" stroke="#ddd"/>')
            parts.append(
                f'<text x="{LEFT - 8}" y="{height + 4:.1f}" text-anchor="end">{10.0**power:g}{self.unit}</text>'
            )
        for size in sizes:
            parts.append(
                f'<text x="{at.x(size):.1f}" y="{self.height - BOTTOM + 20}" text-anchor="middle">{short(size)}</text>'
            )
        parts.append(f'<text x="{LEFT}" y="{self.height - 10}">{self.axis} (both axes are logarithmic)</text>')
        if self.even:
            first, last, whole = sizes[0], sizes[-1], figures[-1][self.even]
            ends = f'x1="{at.x(first):.1f}" y1="{at.y(whole * first / last):.1f}" x2="{at.x(last):.1f}"'
            parts.append(f'<line {ends} y2="{at.y(whole):.1f}" stroke="#888" stroke-dasharray="4 4"/>')
        ends_at = _apart([at.y(figures[-1][name]) for name, _, _ in self.lines])
        for (name, label, colour), end in zip(self.lines, ends_at, strict=True):
            points = [(at.x(each[self.size]), at.y(each[name])) for each in figures]
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
            parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="4" fill="{colour}"/>' for a, b in points]
            parts.append(f'<text x="{points[-1][0] + 10:.1f}" y="{end + 4:.1f}" fill="{colour}">{label}</text>')
        return "\n".join([*parts, "</svg>\n"])

    def main(self, program: str) -> None:
        """Read the figures that are named, and write the drawing."""
        parser = argparse.ArgumentParser(prog=f"python -m {program}")
        parser.add_argument("figures", type=Path)
        parser.add_argument("drawing", type=Path)
        args = parser.parse_args()
        args.drawing.write_text(self.drawn(json.loads(args.figures.read_text("utf-8"))), "utf-8")


class _Place:
    """Where a size and a value lie on the drawing."""

    def __init__(self, curves: Curves, figures: list[Figures]) -> None:
        values = [each[name] for each in figures for name, _, _ in curves.lines]
        sizes = [each[curves.size] for each in figures]
        self._low, self._high = math.log10(min(sizes)), math.log10(max(sizes))
        self.least, self.most = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        self._height, self._top = curves.height, curves.top

    def x(self, size: float) -> float:
        return LEFT + (math.log10(size) - self._low) / (self._high - self._low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (math.log10(value) - self.least) / (self.most - self.least)
        return self._height - BOTTOM - share * (self._height - self._top - BOTTOM)


def _apart(heights: list[float]) -> list[float]:
    """The heights of labels, so that none is written over another."""
    placed: dict[int, float] = {}
    below = -math.inf
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        below = placed[at] = max(heights[at], below + 16)
    return [placed[at] for at in range(len(heights))]


def short(size: float) -> str:
    return f"{size / 1e6:g} M" if size >= 1e6 else f"{size / 1e3:g} k"
