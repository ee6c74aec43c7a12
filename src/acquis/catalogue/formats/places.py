"""Tables of communes, told apart by their columns: INSEE's communes and populations, La Poste's postal codes,
centroids, overseas communities, and lists of communes with postal codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..types import TownRow
from .text import clean, open_bytes, rows_of

Cells = dict[str, str]


@dataclass
class PlacesFile:
    """What a table is and what it says.

    `aliases` maps a commune that was merged to the one it is part of now; `bad_lines` numbers the rows that could not
    be read, from 1 for the header.
    """

    format: str
    rows: list[TownRow] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    bad_lines: list[int] = field(default_factory=list)


def department_of(insee: str) -> str:
    """The department of a commune: two characters, three overseas."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def read_places(path: Path) -> PlacesFile:
    """Recognise and read the table at `path`; `format` is "" when it is none that we know."""
    header, rows = rows_of(open_bytes(path))
    names = [name.lower() for name in header]
    found = next(((name, make) for columns, name, make in _TABLES if columns <= set(names)), None)
    if found is None:
        return PlacesFile("not-communes" if {"reg", "libelle"} <= set(names) or "cog" in names else "")
    table, make = PlacesFile(found[0]), found[1]
    for line, row in enumerate(rows, start=2):
        cells = {n: v.strip() for n, v in zip(names, row, strict=False)}
        try:
            if cells.get("typecom") in ("COMA", "COMD"):
                table.aliases[cells["com"]] = cells["comparent"]
                continue
            made = make(cells)
        except (KeyError, ValueError):
            table.bad_lines.append(line)
            continue
        if _INSEE.fullmatch(made.insee) and (made.department is None or _DEPARTMENT.fullmatch(made.department)):
            table.rows.append(made)
        else:
            table.bad_lines.append(line)
    return table


def _commune(cells: Cells) -> TownRow:
    insee = cells["com"]
    return TownRow(insee=insee, name=cells["libelle"], department=cells["dep"] or department_of(insee))


def _population(cells: Cells) -> TownRow:
    return TownRow(insee=cells["com"], name=cells.get("commune") or None, population=_whole(cells["ptot"]))


def _postal(cells: Cells) -> TownRow:
    lat, _, lon = cells.get("coordonnees_gps", "").partition(",")
    return TownRow(
        insee=cells["code_commune_insee"],
        name=clean(cells["nom_commune"]).title(),
        postal_codes=_codes(cells["code_postal"]),
        lat=_degrees(lat) if lon else None,
        lon=_degrees(lon) if lon else None,
    )


def _centroid(cells: Cells) -> TownRow:
    return TownRow(insee=cells["code"], lat=_degrees(cells["lat"]), lon=_degrees(cells["lon"]))


def _overseas(cells: Cells) -> TownRow:
    return TownRow(
        insee=cells["code_commune"],
        name=cells["nom_commune"],
        department=department_of(cells["code_commune"]),
        postal_codes=_codes(cells["code_postal"]),
        population=_whole(cells["population"]),
    )


def _identity(cells: Cells) -> TownRow:
    return TownRow(insee=cells["cog"], name=clean(cells["name"]).title(), postal_codes=_codes(cells["cp"]))


def _own(cells: Cells) -> TownRow:
    return TownRow(
        insee=cells["insee"],
        name=cells["name"],
        postal_codes=_codes(cells["postal_codes"]),
        department=cells.get("department") or department_of(cells["insee"]),
        lat=_degrees(cells["lat"]) if cells["lat"] else None,
        lon=_degrees(cells["lon"]) if cells["lon"] else None,
        population=_whole(cells["population"]),
    )


_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_DEPARTMENT = re.compile(r"[0-9][0-9AB][0-9]?")

#: Columns that tell a table, its name, and how a row of it is read.
_TABLES: list[tuple[set[str], str, Callable[[Cells], TownRow]]] = [
    ({"typecom", "com", "libelle"}, "insee-communes", _commune),
    ({"com", "ptot"}, "insee-populations", _population),
    ({"code_commune_insee", "code_postal"}, "postal-codes", _postal),
    ({"code", "lat", "lon"}, "centroids", _centroid),
    ({"code_commune", "nom_commune", "code_postal"}, "overseas", _overseas),
    ({"cog", "name", "cp"}, "identity-communes", _identity),
    ({"insee", "name", "postal_codes", "lat", "lon", "population"}, "own", _own),
]


def _codes(cell: str) -> tuple[str, ...] | None:
    """Every postal code in a cell; some cells hold several."""
    return tuple(re.findall(r"\b\d{5}\b", cell)) or None


def _degrees(cell: str) -> float:
    value = round(float(cell), 5)
    if not -180 <= value <= 180:
        raise ValueError(cell)
    return value


def _whole(cell: str) -> int | None:
    bare = re.sub(r"\s", "", cell)
    return int(bare) if re.fullmatch(r"[0-9]{1,12}", bare) else None
