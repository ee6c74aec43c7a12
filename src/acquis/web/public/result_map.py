"""A small map without tiles and without anybody else's data: our towns as faint dots, the results as discs on them.

The list beside it says the same in words; the map is for the eye and the mouse only.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import cos, radians, sqrt

from acquis.catalogue.search.queries import towns_between
from acquis.catalogue.search.types import RADII, SearchResult, Spot
from acquis.catalogue.types import Town as TownFacts

#: Mainland France and Corsica, in degrees: west, south, east, north.
MAINLAND = (-5.3, 41.2, 9.8, 51.3)
WIDTH = 400.0
#: « Paris 12e », « Lyon 1er ».
_ARRONDISSEMENT = re.compile(r" \d+(er|e)$")
_MOST_DOTS = 2_600
#: A name stands so far beside its town; about how wide a letter is, and how high a line with its air.
_BESIDE, _LETTER, _LINE = 13, 7, 22
#: The ground is drawn again after this long, because a file of places may have been imported.
_GROUND_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Disc:
    """A town with offers: where on the picture, how large, what it says."""

    x: float
    y: float
    r: float
    insee: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a large town, to find one's way."""

    x: float
    y: float
    name: str
    end: bool

    @property
    def span(self) -> tuple[float, float]:
        """From where to where it is written, with some air around it."""
        width = len(self.name) * _LETTER
        begin = self.x - _BESIDE - width if self.end else self.x + _BESIDE
        return begin - 6, begin + width + 6


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template writes as SVG. `ring` is the circle of the radius: x, y, r."""

    width: float
    height: float
    dots: str
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]
    ring: tuple[float, float, float] | None
    elsewhere: int


@dataclass(frozen=True)
class _Frame:
    """A window on the ground and its projection: equirectangular at the middle's latitude, good enough at this size."""

    west: float
    south: float
    east: float
    north: float

    @cached_property
    def stretch(self) -> float:
        return cos(radians((self.south + self.north) / 2))

    @cached_property
    def scale(self) -> float:
        return WIDTH / ((self.east - self.west) * self.stretch)

    @cached_property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.west) * self.stretch * self.scale, (self.north - lat) * self.scale

    def holds(self, lat: float, lon: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def draw(found: SearchResult) -> Drawing | None:
    """The map of what was found, or None when there is nothing to show on it."""
    town, radius = found.understood.town, found.understood.radius_km
    if town is not None and town.lat is not None and town.lon is not None and radius is not None:
        return _drawing(_around(town, radius or RADII[0]), found.spots, town, radius)
    frame = _Frame(*MAINLAND)
    return _drawing(frame, found.spots, None, None) if any(frame.holds(s.lat, s.lon) for s in found.spots) else None


def point(lat: float, lon: float, name: str) -> Drawing:
    """The map of one place: where a session takes place."""
    frame = _around_point(lat, lon, 25)
    return _drawing(frame, (Spot(insee="", name=name, lat=lat, lon=lon, count=1),), None, None)


def points(spots: tuple[Spot, ...]) -> Drawing | None:
    """The map of a few places; drawn around them, or on the whole country when they are far apart."""
    if not spots:
        return None
    if len(spots) == 1:
        return point(spots[0].lat, spots[0].lon, spots[0].name)
    frame = _Frame(*MAINLAND)
    return _drawing(frame, spots, None, None) if any(frame.holds(s.lat, s.lon) for s in spots) else None


def _around(town: TownFacts, radius_km: int) -> _Frame:
    return _around_point(town.lat or 0.0, town.lon or 0.0, radius_km * 1.25)


def _around_point(lat: float, lon: float, km: float) -> _Frame:
    height = km / 111.2
    width = height / max(0.2, cos(radians(lat)))
    return _Frame(lon - width, lat - height, lon + width, lat + height)


def _drawing(frame: _Frame, spots: tuple[Spot, ...], town: TownFacts | None, radius_km: int | None) -> Drawing:
    dots, labels = _ground(frame, int(time.monotonic() // _GROUND_SECONDS))
    inside = [spot for spot in spots if frame.holds(spot.lat, spot.lon)]
    most = max((spot.count for spot in inside), default=1)
    discs = []
    for spot in inside:
        x, y = frame.at(spot.lat, spot.lon)
        discs.append(
            Disc(round(x, 1), round(y, 1), round(4 + 9 * sqrt(spot.count / most), 1), spot.insee, spot.name, spot.count)
        )
    ring = None
    if town is not None and radius_km:
        x, y = frame.at(town.lat or 0.0, town.lon or 0.0)
        ring = (round(x, 1), round(y, 1), round(radius_km / 111.2 * frame.scale, 1))
    elsewhere = sum(spot.count for spot in spots if not frame.holds(spot.lat, spot.lon) and not spot.in_city)
    return Drawing(WIDTH, round(frame.height, 1), dots, tuple(discs), labels, ring, elsewhere)


@lru_cache(maxsize=200)
def _ground(frame: _Frame, _age: int) -> tuple[str, tuple[Label, ...]]:
    """The towns of a window, as dots, and the names of the largest: the same for everybody who looks there."""
    rows = towns_between(frame.south, frame.west, frame.north, frame.east, limit=_MOST_DOTS)
    places = [(name, *frame.at(lat, lon)) for name, lat, lon in rows]
    # Towns as one path of points: a line of no length with round ends is a dot.
    dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in dict.fromkeys((round(x), round(y)) for _, x, y in places))
    return dots, tuple(_labels(places))


def _labels(places: list[tuple[str, float, float]]) -> list[Label]:
    """The largest towns that do not write over each other; arrondissements are parts of a name already there."""
    told: list[Label] = []
    taken: list[tuple[float, float]] = []
    for name, x, y in places[:60]:
        if _ARRONDISSEMENT.search(name) or not 8 < x < WIDTH - 8 or y < 14:
            continue
        label = Label(round(x, 1), round(y, 1), name, x + _BESIDE + len(name) * _LETTER > WIDTH)
        left, right = label.span
        if left < 0 or any(
            left < end and begin < right and abs(y - other.y) < _LINE
            for (begin, end), other in zip(taken, told, strict=True)
        ):
            continue
        told.append(label)
        taken.append((left, right))
        if len(told) == 7:
            break
    return told
