"""How the prices of one certification are spread, drawn here as SVG so that it needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, STEP, BAR = 120, 66, 50
_MOST_BANDS = 7
#: Widths of a band that people read easily, in cents.
_WIDTHS = tuple(base * 10**power for power in range(3, 8) for base in (1, 2, 5))


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBand:
    """The offers from `low_cents` to `high_cents` (excluded; None for the last), and their column in the drawing."""

    low_cents: int
    high_cents: int | None
    count: int
    x: int
    middle: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The bands of prices; a quarter of the offers cost `lower_cents` or less, half `median_cents` or less."""

    bands: tuple[PriceBand, ...]
    count: int
    lowest_cents: int
    lower_cents: int
    median_cents: int
    upper_cents: int
    highest_cents: int
    width: int
    height: int = HEIGHT
    bar: int = BAR


def spread(prices: Sequence[int]) -> Spread | None:
    """The spread of ascending prices in cents; None of fewer than two, which spread nothing.

    A few extreme prices do not flatten the others: the last band takes all above the ninety-fifth hundredth.
    """
    if len(prices) < 2:
        return None
    low, most = prices[0], at_share(prices, 95)
    width = next((w for w in _WIDTHS if (most // w) - (low // w) < _MOST_BANDS), _WIDTHS[-1])
    first = low // width * width
    count = max(1, min(_MOST_BANDS, (most - first) // width + 1))
    counts = [0] * count
    for price in prices:
        counts[min(count - 1, (price - first) // width)] += 1
    tallest = max(counts)
    open_end = prices[-1] >= first + count * width
    bands = []
    for place, number in enumerate(counts):
        height = max(2, number * HEIGHT // tallest) if number else 0
        bands.append(
            PriceBand(
                low_cents=first + place * width,
                high_cents=None if open_end and place == count - 1 else first + (place + 1) * width,
                count=number,
                x=place * STEP + (STEP - BAR) // 2,
                middle=place * STEP + STEP // 2,
                y=HEIGHT - height,
                height=height,
            )
        )
    return Spread(
        bands=tuple(bands),
        count=len(prices),
        lowest_cents=prices[0],
        lower_cents=at_share(prices, 25),
        median_cents=at_share(prices, 50),
        upper_cents=at_share(prices, 75),
        highest_cents=prices[-1],
        width=max(count, 4) * STEP,
    )


def at_share(ordered: Sequence[int], percent: int) -> int:
    """The smallest value that at least `percent` hundredths of them do not exceed."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
