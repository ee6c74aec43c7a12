"""Where: from what was typed to a town, and from a town to those around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import asin, cos, radians, sin, sqrt

from .. import queries
from ..models import Town as TownTable
from ..towns import CITIES, place_key
from ..types import ActionCard, Town
from .types import Spot

_EARTH_KM = 6371.0088
_KM_PER_DEGREE = 111.2

#: « boulanger à Lyon », « à Lyon »: the end of a question that names a place.
_AT = re.compile(
    r"^(?:(?P<words>.+?)\s+)?(?:à|a|près de|pres de|autour de|sur|vers)\s+(?P<place>[^\d].{1,40})$", re.IGNORECASE
)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance over the ground between two points in decimal degrees (haversine)."""
    up, along = radians(other_lat - lat) / 2, radians(other_lon - lon) / 2
    chord = sin(up) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(along) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def town_meant(place: str, insee: str = "") -> Town | None:
    """The town that was meant: the one chosen from the list, else the best match of what was typed.

    « Lyon (69001) », as the list of suggestions writes it, names its postal code.
    """
    if (
        insee
        and (chosen := queries.town(insee)) is not None
        and place_key(chosen.name) in place_key(place or chosen.name)
    ):
        return chosen
    code = re.search(r"\b\d{5}\b", place)
    name = re.sub(r"\(?\b\d{2,5}\b\)?", " ", place).strip(" ,()")
    if code:
        for town in queries.towns_matching(name) if name else ():
            if place_key(town.name) == place_key(name) and code.group() in town.postal_codes:
                return town
        found = queries.towns_matching(code.group())
        named = [town for town in found if place_key(town.name).startswith(place_key(name))] if name else found
        return next(iter(named or found), None)
    return next(iter(queries.towns_matching(name, limit=1)), None) if name else None


def place_in(text: str) -> tuple[str, Town] | None:
    """A question that ends with a place (« boulanger à Lyon »): the words before it and the town, or None."""
    match = _AT.match(text.strip())
    if match is None:
        return None
    key = place_key(match["place"])
    for town in queries.towns_matching(match["place"], limit=1):
        if place_key(town.name) == key:
            return match["words"] or "", town
    return None


def towns_around(town: Town, radius_km: int) -> dict[str, float]:
    """INSEE codes of the towns within `radius_km` of `town`, with their distance. Exact to the town."""
    if town.lat is None or town.lon is None:
        return {town.insee: 0.0}
    height = radius_km / _KM_PER_DEGREE
    width = height / max(0.2, cos(radians(town.lat)))
    rows = TownTable.objects.filter(
        lat__range=(town.lat - height, town.lat + height), lon__range=(town.lon - width, town.lon + width)
    ).values_list("insee", "lat", "lon")
    around = {
        insee: distance_km(town.lat, town.lon, lat, lon)
        for insee, lat, lon in rows
        if lat is not None and lon is not None
    }
    near = {insee: km for insee, km in around.items() if km <= radius_km}
    # An offer may name the whole city where the reader named one arrondissement, and the other way round.
    for city, beginning in CITIES.items():
        inside = [km for insee, km in near.items() if insee.startswith(beginning)]
        if inside:
            near.setdefault(city, min(inside))
    return near | {town.insee: 0.0}


def town_spots(actions: Iterable[ActionCard]) -> tuple[Spot, ...]:
    """The places of some actions, once each: their own point, else their town's."""
    given = {(a.town_insee, a.town, a.lat, a.lon) for a in actions}
    towns = {t.insee: t for t in TownTable.objects.filter(pk__in={insee for insee, *_ in given})}
    spots = {}
    for insee, name, lat, lon in sorted(given, key=str):
        town = towns.get(insee)
        if lat is None and town is not None:
            lat, lon = town.lat, town.lon
        if lat is not None and lon is not None:
            spots[round(lat, 3), round(lon, 3)] = Spot(insee=insee, name=name, lat=lat, lon=lon, count=1)
    return tuple(spots.values())
