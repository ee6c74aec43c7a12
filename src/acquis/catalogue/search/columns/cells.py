"""Places by cells of the ground, a few hundred metres long: enough to tell what is surely too far from a point."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, degrees, pi, radians, sin

import numpy as np

from .container import Array

EARTH_KM = 6371.0088
#: Latitudes are cut into so many rows, and the last number is that of an offer without a place.
_ROWS = 65_534
_COLUMNS = 65_536


def of(points: Array) -> Array:
    """The cells of points of the unit sphere, three numbers each: row << 16 | column."""
    x, y, z = points.reshape(-1, 3).T
    nowhere = z > 1.5
    rows = np.floor((np.degrees(np.arcsin(np.clip(z, -1.0, 1.0))) + 90.0) * (_ROWS / 180.0)).astype(np.uint32)
    columns = np.floor((np.degrees(np.arctan2(y, x)) + 180.0) * (_COLUMNS / 360.0)).astype(np.uint32)
    rows[nowhere] = _ROWS + 1
    cells: Array = rows << np.uint32(16) | columns & np.uint32(0xFFFF)
    return cells


@lru_cache(maxsize=1024)
def around(lat: float, lon: float, km: float) -> tuple[int, int, int, int]:
    """The cells in which a point may be that is at most so far away: (lowest row, highest row, first column, columns
    that follow it). The first column may lie beyond the last: the earth is round."""
    angle = min(km / EARTH_KM, pi)
    low, high = lat - degrees(angle), lat + degrees(angle)
    # A cell more on each side, for what is lost by counting in cells.
    rows = max(0, _row(low) - 1), min(_ROWS, _row(high) + 1)
    if low <= -89.0 or high >= 89.0:
        return *rows, 0, _COLUMNS - 1
    wide = degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))
    first, last = _column(lon - wide) - 1, _column(lon + wide) + 1
    return *rows, first % _COLUMNS, min(_COLUMNS - 1, last - first)


def _row(lat: float) -> int:
    return int((max(-90.0, min(90.0, lat)) + 90.0) * (_ROWS / 180.0))


def _column(lon: float) -> int:
    return int((lon + 180.0) * (_COLUMNS / 360.0) // 1)
