"""How many receive how much, as a chart drawn here so that it needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acquis.crediting.types import Band

HEIGHT, WIDTH, LEFT = 150, 460, 8
#: Below so many years that moved something, no share of a hundred is told.
FEW = 20
#: Beyond so many bands, neighbours are drawn together.
MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountBar:
    """From one amount to below another, in cents: how many, and the bar in the chart's own units."""

    from_cents: int
    to_cents: int
    years: int
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountChart:
    """The bars from the lowest amount, the commonest of them, and the size of the drawing."""

    bars: tuple[AmountBar, ...]
    commonest: AmountBar | None
    years: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def takes(self) -> bool:
        """Whether some lose."""
        return any(bar.years and bar.from_cents < 0 for bar in self.bars)

    @property
    def gives(self) -> bool:
        """Whether some receive."""
        return any(bar.years and bar.from_cents >= 0 for bar in self.bars)

    @property
    def too_few(self) -> bool:
        """Whether so few years moved that a share of a hundred would say more than is known."""
        return self.years < FEW

    @property
    def share_of_commonest(self) -> int:
        """Of a hundred years that moved something, how many are in the commonest band."""
        return round(self.commonest.years * 100 / self.years) if self.commonest else 0


def amount_chart(bands: Sequence[Band], *, step_cents: int) -> AmountChart:
    """The chart of bands `step_cents` wide; those that are empty keep their place, so that distances are true."""
    if not bands:
        return AmountChart(bars=(), commonest=None, years=0)
    low, high = bands[0].from_cents, bands[-1].from_cents + step_cents
    together = -(-(high - low) // step_cents // MOST) * step_cents or step_cents
    first = low // together * together
    counts = dict.fromkeys(range(first, high, together), 0)
    for band in bands:
        counts[first + (band.from_cents - first) // together * together] += band.years
    most, wide = max(counts.values()), min(56.0, (WIDTH - 2 * LEFT) / len(counts))
    bars = []
    for place, (start, years) in enumerate(counts.items()):
        height = max(2.0, years * HEIGHT / most) if years else 0.0
        bars.append(
            AmountBar(
                from_cents=start,
                to_cents=start + together,
                years=years,
                x=round(LEFT + place * wide, 1),
                y=round(HEIGHT - height, 1),
                width=round(wide - 3, 1),
                height=round(height, 1),
            )
        )
    return AmountChart(bars=tuple(bars), commonest=max(bars, key=lambda bar: bar.years), years=sum(counts.values()))
