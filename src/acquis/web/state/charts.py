"""The drawings of an outcome, made here as SVG so that they need no script; the tables beside them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from acquis.insight.types import GainClass, Group

HEIGHT, STEP, BAR = 160, 62, 34
#: Fewer columns than these leave room beside them.
LEAST = 6
#: Where the tile of each region stands on the map: (column, row), as the country is seen; overseas beneath.
TILES = {
    "32": (2, 0, "HDF"),
    "53": (0, 1, "BRE"),
    "28": (1, 1, "NOR"),
    "11": (2, 1, "IDF"),
    "44": (3, 1, "GES"),
    "52": (0, 2, "PDL"),
    "24": (1, 2, "CVL"),
    "27": (2, 2, "BFC"),
    "75": (1, 3, "NAQ"),
    "84": (2, 3, "ARA"),
    "76": (1, 4, "OCC"),
    "93": (2, 4, "PAC"),
    "94": (3, 4, "COR"),
    "01": (0, 5, "GUA"),
    "02": (1, 5, "MTQ"),
    "03": (2, 5, "GUY"),
    "04": (3, 5, "REU"),
    "06": (4, 5, "MAY"),
}
TILE = 64
SHADES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, up or down from the ground, in the drawing's own units; `tone` is gain, loss or none."""

    label: str
    figure: str
    x: int
    middle: int
    y: int
    height: int
    figure_y: int
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnChart:
    """Columns over a ground, and the size of the drawing."""

    columns: tuple[Column, ...]
    width: int
    height: int
    ground: int
    bar: int = BAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What a group gains and loses, as parts of the widest of its table, in hundredths."""

    gain: float
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A region on the map: its place, its three letters, and how dark it is (0 to 5) in which tone."""

    key: str
    letters: str
    x: int
    y: int
    shade: int
    tone: str


def columns(rows: Sequence[tuple[str, int, str]]) -> ColumnChart:
    """(label, amount, figure) each as a column; losses hang under the ground."""
    most = max((abs(amount) for _label, amount, _figure in rows), default=0) or 1
    above = any(amount > 0 for _label, amount, _figure in rows) or not any(amount for _l, amount, _f in rows)
    room = HEIGHT if above else 24
    made = []
    for place, (label, amount, figure) in enumerate(rows):
        height = max(2, abs(amount) * HEIGHT // most) if amount else 0
        y = room - height if amount > 0 else room
        made.append(
            Column(
                label=label,
                figure=figure,
                x=place * STEP + (STEP - BAR) // 2,
                middle=place * STEP + STEP // 2,
                y=y,
                height=height,
                figure_y=y - 7 if amount >= 0 else y + height + 17,
                tone="gain" if amount > 0 else "loss" if amount < 0 else "none",
            )
        )
    width = max(LEAST, len(made)) * STEP
    # Under the ground there is room for the largest loss and its figure, no more.
    depth = max((column.height + 20 for column in made if column.tone == "loss"), default=0)
    return ColumnChart(columns=tuple(made), width=width, height=room + depth, ground=room)


def bars(groups: Sequence[Group]) -> list[Bar]:
    """The bars of a table: one scale for gains and losses, so that they can be compared."""
    most = max((max(each.gained_cents, each.lost_cents) for each in groups), default=0) or 1
    return [
        Bar(gain=round(each.gained_cents * 100 / most, 2), loss=round(each.lost_cents * 100 / most, 2))
        for each in groups
    ]


def tiles(groups: Sequence[Group]) -> tuple[Tile, ...]:
    """The map: the darker, the larger the net effect."""
    most = max((abs(each.net_cents) for each in groups), default=0) or 1
    made = []
    for each in groups:
        column, row, letters = TILES[each.key]
        shade = -(-abs(each.net_cents) * SHADES // most)
        tone = "gain" if each.net_cents > 0 else "loss" if each.net_cents < 0 else "none"
        gap = 12 if row == 5 else 0
        made.append(Tile(key=each.key, letters=letters, x=column * TILE, y=row * TILE + gap, shade=shade, tone=tone))
    return tuple(made)


def changed(classes: Sequence[GainClass]) -> list[GainClass]:
    """The classes of those whom something changes, from the first that is not empty to the last."""
    moved = [each for each in classes if (each.above_cents, each.upto_cents) != (0, 0)]
    filled = [place for place, each in enumerate(moved) if each.accounts]
    return moved[filled[0] : filled[-1] + 1] if filled else []
