"""Rights year by year as a small chart, drawn here so that it needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP, BAR = 150, 74, 36
#: More years than these would not be read on a small screen; the table has them all.
YEARS = 8
#: Fewer years than these leave room beside them, so that one year alone is not drawn as large as the page.
LEAST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One year: its bar from `y` down to the ground, in the chart's own units."""

    year: int
    cents: int
    x: int
    middle: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChart:
    """The bars of the latest years, oldest first, and the size of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int = HEIGHT
    bar: int = BAR


def year_chart(years: Sequence[tuple[int, int]]) -> YearChart:
    """The chart of (year, cents) pairs, in any order; a year taken back below zero has no bar."""
    shown = sorted(years)[-YEARS:]
    most = max((cents for _year, cents in shown), default=0)
    bars = []
    for place, (year, cents) in enumerate(shown):
        height = max(2, cents * HEIGHT // most) if cents > 0 else 0
        x = place * STEP + (STEP - BAR) // 2
        bars.append(Bar(year=year, cents=cents, x=x, middle=place * STEP + STEP // 2, y=HEIGHT - height, height=height))
    return YearChart(bars=tuple(bars), width=max(LEAST, len(bars)) * STEP)
