"""Places in a question, without asking the database: towns, postal codes, departments, regions, by their names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import cos, radians, sqrt
from pathlib import Path

from acquis.kit.departments import departments

from ..formats.places import read_places
from ..towns import CITIES, place_key
from ..types import Town
from .concepts import word_list
from .types import RADII

_KM_PER_DEGREE = 111.2
#: A bare word is a town from so many inhabitants on; with « à » before it, always.
_LARGE, _VERY_LARGE = 2_500, 25_000
_MOST_LOOKED_AT = 400
#: Words that announce a place, and those that announce a department or a region.
_AT = frozenset({"a", "sur", "vers", "pres", "autour", "secteur", "cote", "proche", "proximite"})
_IN = frozenset({"en", "dans", "departement", "region", "le", "la", "l", "les", "du", "de", "d"})
#: Towns whose names are words of the language: only as the last word, and only the large ones.
_ORDINARY = word_list("ordinary_towns")
_REGIONS = {
    "ile de france": "11", "idf": "11", "region parisienne": "11", "grand paris": "11", "paca": "93", "sud paca": "93",
    "provence": "93", "cote d azur": "93", "bretagne": "53", "normandie": "28", "haute normandie": "28",
    "basse normandie": "28", "hauts de france": "32", "nord pas de calais": "32", "picardie": "32", "grand est": "44",
    "alsace": "44", "lorraine": "44", "champagne ardenne": "44", "bourgogne": "27", "franche comte": "27",
    "bourgogne franche comte": "27", "centre val de loire": "24", "pays de la loire": "52", "nouvelle aquitaine": "75",
    "aquitaine": "75", "limousin": "75", "poitou charentes": "75", "occitanie": "76", "languedoc roussillon": "76",
    "midi pyrenees": "76", "languedoc": "76", "auvergne": "84", "rhone alpes": "84", "auvergne rhone alpes": "84",
    "corse": "94", "guadeloupe": "01", "martinique": "02", "guyane": "03", "la reunion": "04", "reunion": "04",
    "mayotte": "06",
}  # fmt: skip
#: Departments whose names are rivers, words or towns: only after « dans le », « en »…
_SHY = word_list("shy_departments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place read in the words `start` to `end`: a town, else a region, else a circle for a department."""

    start: int
    end: int
    label: str
    value: str
    town: Town | None = None
    region: str = ""
    lat: float | None = None
    lon: float | None = None
    radius_km: int | None = None


class Gazetteer:
    """Towns by the words of their names and by postal code, departments and regions by their names."""

    def __init__(self, towns: Iterable[Town]) -> None:
        every = list(towns)
        self.count = len(every)
        self._towns: dict[tuple[str, ...], Town] = {}
        self._postal: dict[str, Town] = {}
        self._by_postal: dict[str, list[Town]] = {}
        self._by_insee = {town.insee: town for town in every}
        self._joined: list[tuple[str, str]] | None = None
        for town in sorted(every, key=lambda t: -t.population):
            for key in _keys(town):
                self._towns.setdefault(key, town)
            for code in town.postal_codes:
                self._by_postal.setdefault(code, []).append(town)
                known = self._postal.get(code)
                if known is None or (known.insee in CITIES and town.insee.startswith(CITIES[known.insee])):
                    self._postal[code] = town
        self._firsts: dict[str, int] = {}
        self._regions = {tuple(name.split()): code for name, code in _REGIONS.items()}
        for each in departments():
            self._regions.setdefault(tuple(place_key(each.region_name).split()), each.region)
        self._region_names = {each.region: each.region_name for each in departments()}
        self._departments = {tuple(place_key(each.name).split()): each for each in departments()}
        self._by_code = {each.code: each for each in departments()}
        for key in (*self._towns, *self._regions, *self._departments):
            self._firsts[key[0]] = max(self._firsts.get(key[0], 0), len(key))
        self._circles: dict[str, tuple[float, float, int]] = {}
        self._inside: dict[str, list[Town]] = {}
        for town in every:
            self._inside.setdefault(town.department, []).append(town)
        self.names = sorted({key[0] for key, t in self._towns.items() if len(key) == 1 and t.population >= 10_000})

    def place_in(self, tokens: Sequence[str], free: set[int], trades: Container[str]) -> Place | None:
        """The place that a question names, among the words at the `free` positions; None when it names none.

        `trades` are words that rather name a trade when nothing announces a place.
        """
        best: tuple[int, Place] | None = None
        for at, token in enumerate(tokens):
            if at not in free:
                continue
            scored = self._numbered(tokens, at) if token.isdigit() else self._named(tokens, at, free, trades)
            if scored is not None and (best is None or scored[0] >= best[0]):
                best = scored
        return best[1] if best else None

    def place_at(self, tokens: Sequence[str], at: int, free: set[int]) -> Place | None:
        """The place whose name begins with the word `at`, where the words before it announce one."""
        scored = self._numbered(tokens, at) if tokens[at].isdigit() else self._named(tokens, at, free, ())
        return scored[1] if scored is not None else None

    def _named(
        self, tokens: Sequence[str], at: int, free: set[int], trades: Container[str]
    ) -> tuple[int, Place] | None:
        first = _SAINT.get(tokens[at], tokens[at])
        longest = self._firsts.get(first, 0)
        before = tokens[at - 1] if at and at - 1 in free else ""
        for length in range(min(longest, len(tokens) - at), 0, -1):
            if any(at + k not in free for k in range(length)):
                continue
            key = tuple(_SAINT.get(word, word) for word in tokens[at : at + length])
            end = at + length
            if (region := self._regions.get(key)) is not None and (length > 1 or key[0] not in _ORDINARY):
                name = self._region_names.get(region, " ".join(key))
                return length * 10 + 5, Place(
                    start=_from(tokens, at, free), end=end, label=name, value=f"region:{region}", region=region
                )
            department = self._departments.get(key)
            if (
                department is not None
                and department.code != "75"
                and (length > 1 or key[0] not in _SHY or before in _IN)
            ):
                return length * 10 + 4, self._department(department.code, _from(tokens, at, free), end)
            town = self._towns.get(key)
            if town is not None and self._meant(key, town, before, end == len(tokens), trades):
                town, end = self._borough(town, tokens, end)
                start = _from(tokens, at, free)
                return length * 10 + (5 if before in _AT else 0), Place(
                    start=start, end=end, label=town.name, value=town.insee, town=town, lat=town.lat, lon=town.lon
                )
        return None

    def _meant(self, key: tuple[str, ...], town: Town, before: str, last: bool, trades: Container[str]) -> bool:
        """Whether a name of a town is one here, and not a word like another."""
        alone = len(key) == 1
        if alone and (key[0] in trades or len(key[0]) < 3):
            return False
        if alone and key[0] in _ORDINARY:
            return (before == "a" or last) and town.population >= _VERY_LARGE
        return before in _AT or town.population >= _LARGE

    def _numbered(self, tokens: Sequence[str], at: int) -> tuple[int, Place] | None:
        token, last = tokens[at], at == len(tokens) - 1
        before = tokens[at - 1] if at else ""
        city = self._towns.get((before,))
        if city is not None and city.insee in CITIES and len(token) < 5:
            # « Paris 15 » is an arrondissement, read with the town.
            return None
        start = at
        while start and tokens[start - 1] in _AT | _IN | {"departement"}:
            start -= 1
        if len(token) == 5:
            town = self._postal.get(token)
            if town is not None:
                label = f"{town.name} ({token})"
                return 40, Place(
                    start=start, end=at + 1, label=label, value=town.insee, town=town, lat=town.lat, lon=town.lon
                )
            code = token[:3] if token[:2] in ("97", "98") else token[:2]
            return (35, self._department(code, start, at + 1)) if code in self._by_code else None
        announced = start < at and before in ("le", "departement", "dans")
        if token in self._by_code and (
            announced or (last and at > 0 and len(token) in (2, 3) and before not in _COUNTED)
        ):
            return 30, self._department(token, start, at + 1)
        return None

    def _borough(self, town: Town, tokens: Sequence[str], end: int) -> tuple[Town, int]:
        """« Paris 12 », « Lyon 3e arrondissement »: the arrondissement."""
        if town.insee in CITIES and end < len(tokens):
            number = tokens[end].rstrip("emr")
            if number.isdigit() and len(number) <= 2 and int(number) <= 20:
                for ending in ("e", "er"):
                    inside = self._towns.get((place_key(town.name), f"{int(number)}{ending}"))
                    if inside is not None:
                        further = end + 1 < len(tokens) and tokens[end + 1].startswith("arr")
                        return inside, end + 1 + further
        return town, end

    def _department(self, code: str, start: int, end: int) -> Place:
        if code not in self._circles:
            self._circles[code] = _circle(self._inside.get(code, ()))
        lat, lon, radius = self._circles[code]
        label = f"{self._by_code[code].name} ({code})"
        where = {"lat": lat, "lon": lon, "radius_km": radius} if radius else {}
        return Place(start=start, end=end, label=label, value=f"department:{code}", **where)  # type: ignore[arg-type]

    def town_meant(self, place: str, insee: str = "") -> Town | None:
        """The town that a form's field names: the one chosen from the list, else the best match of what was typed.

        « Lyon (69001) », as the list of suggestions writes it, names its postal code.
        """
        key = place_key(re.sub(r"\(?\b\d{2,5}\b\)?", " ", place) if re.search(r"[^\d\s]", place) else place)
        chosen = self._by_insee.get(insee)
        if chosen is not None and place_key(chosen.name) in place_key(place or chosen.name):
            return chosen
        code = re.search(r"\b\d{5}\b", place)
        if code is not None:
            coded = self._postal.get(code.group())
            named = [t for t in self._by_postal.get(code.group(), ()) if place_key(t.name).startswith(key)]
            return max(named, key=lambda t: t.population, default=coded) if re.search(r"[^\d\s()]", place) else coded
        if not key:
            return None
        exact = self._towns.get(tuple(key.split()))
        return exact or next(iter(self.beginning_with(place, 1)), None)

    def completed(self, prefix: str) -> str | None:
        """The largest town of one word whose name begins so, among those that have people enough."""
        at = bisect_left(self.names, prefix)
        begun = [name for name in self.names[at : at + _MOST_LOOKED_AT] if name.startswith(prefix)]
        return max(begun, key=lambda name: self._towns[name,].population, default=None)

    def beginning_with(self, prefix: str, limit: int) -> list[Town]:
        """The largest towns whose name begins so."""
        key = place_key(prefix)
        if not key:
            return []
        if self._joined is None:
            self._joined = sorted((" ".join(words), town.insee) for words, town in self._towns.items())
        at = bisect_left(self._joined, (key, ""))
        found: dict[str, Town] = {}
        for joined, insee in self._joined[at : at + _MOST_LOOKED_AT]:
            if not joined.startswith(key):
                break
            found[insee] = self._by_insee[insee]
        return sorted(found.values(), key=lambda t: -t.population)[:limit]


_SAINT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_COUNTED = frozenset(
    {
        "niveau",
        "bac",
        "permis",
        "caces",
        "r",
        "excel",
        "word",
        "office",
        "windows",
        "bloc",
        "module",
        "categorie",
        "type",
        "cat",
        "iso",
        "top",
    }
)
_ARTICLES = frozenset({"le", "la", "les", "l"})


def _from(tokens: Sequence[str], at: int, free: set[int]) -> int:
    """Where the words that announce a place begin: « près de », « dans le », « à »."""
    while at and at - 1 in free and tokens[at - 1] in _AT | _IN | {"alentours", "environs", "cote", "aux"}:
        at -= 1
    return at


def _keys(town: Town) -> Iterable[tuple[str, ...]]:
    key = tuple(place_key(town.name).split())
    if key:
        yield key
        if key[0] in _ARTICLES and len(key) > 1 and town.population >= _LARGE:
            yield key[1:]


def _circle(towns: Sequence[Town]) -> tuple[float, float, int]:
    """Where the people of a department live, and the radius of a search that reaches nine in ten of them."""
    placed = [(t.lat, t.lon, max(1, t.population)) for t in towns if t.lat is not None and t.lon is not None]
    whole = sum(weight for *_, weight in placed)
    if not placed:
        return 0.0, 0.0, 0
    lat = sum(each * weight for each, _, weight in placed) / whole
    lon = sum(each * weight for _, each, weight in placed) / whole
    away = sorted(
        (sqrt(((y - lat) * _KM_PER_DEGREE) ** 2 + ((x - lon) * _KM_PER_DEGREE * cos(radians(lat))) ** 2), weight)
        for y, x, weight in placed
    )
    reached, needed = 0, 0.9 * whole
    for km, weight in away:
        reached += weight
        if reached >= needed:
            return lat, lon, next((radius for radius in RADII if radius >= km), RADII[-1])
    return lat, lon, RADII[-1]


@cache
def own() -> Gazetteer:
    """The towns of the table that comes with the product."""
    path = resources.files("acquis.catalogue") / "data" / "towns.csv.gz"
    rows = read_places(Path(str(path))).rows
    inside = {city: sum(r.population or 0 for r in rows if r.insee.startswith(start)) for city, start in CITIES.items()}
    return Gazetteer(
        Town(
            insee=row.insee,
            name=(row.name or "").removesuffix(" Arrondissement"),
            postal_codes=row.postal_codes or (),
            department=row.department or "",
            lat=row.lat,
            lon=row.lon,
            population=max(row.population or 0, inside.get(row.insee, 0)),
        )
        for row in rows
    )
