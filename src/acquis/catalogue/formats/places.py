"""Tables of communes, told apart by their columns: INSEE's communes and populations, La Poste's postal codes,
centroids, overseas communities, and lists of communes with postal codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ..types import TownRow
from .text import clean, open_bytes, rows_of


def department_of(insee: str) -> str:
    """The department of a commune: two characters, three overseas."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


@dataclass
class PlacesFile:
    """What a table is and what it says. `aliases` maps a commune that was merged to the one it is part of now."""

    format: str
    rows: Iterator[TownRow] = field(default_factory=lambda: iter(()))
    aliases: dict[str, str] = field(default_factory=dict)


def read_places(path: Path) -> PlacesFile:
    """Recognise the table at `path`; `format` is "" when it is none that we know."""
    header, rows = rows_of(open_bytes(path))
    names = [name.lower() for name in header]
    cells = ({n: v.strip() for n, v in zip(names, row, strict=False)} for row in rows)
    if {"typecom", "com", "libelle"} <= set(names):
        # Merged communes come after those that live, and both are needed before other files: the table is small.
        table = list(cells)
        return PlacesFile(
            "insee-communes",
            (TownRow(insee=c["com"], name=c["libelle"], department=c["dep"] or department_of(c["com"]))
             for c in table if c["typecom"] in ("COM", "ARM")),
            {c["com"]: c["comparent"] for c in table if c["typecom"] in ("COMA", "COMD") and c["com"] != c["comparent"]},
        )
    if {"com", "ptot"} <= set(names):
        return PlacesFile("insee-populations", (
            TownRow(insee=c["com"], name=c.get("commune") or None, population=_whole(c["ptot"])) for c in cells
        ))
    if {"code_commune_insee", "code_postal"} <= set(names):
        return PlacesFile("postal-codes", (_postal(c) for c in cells))
    if names[:3] == ["code", "lat", "lon"]:
        return PlacesFile("centroids", (
            TownRow(insee=c["code"], lat=float(c["lat"]), lon=float(c["lon"])) for c in cells
        ))
    if {"code_commune", "nom_commune", "code_postal"} <= set(names):
        return PlacesFile("overseas", (
            TownRow(insee=c["code_commune"], name=c["nom_commune"], department=department_of(c["code_commune"]),
                    postal_codes=(c["code_postal"],) if c["code_postal"] else None, population=_whole(c["population"]))
            for c in cells
        ))
    if {"cog", "name", "cp"} <= set(names):
        return PlacesFile("identity-communes", (
            TownRow(insee=c["cog"], name=c["name"].title(), postal_codes=(c["cp"],))
            for c in cells if len(c["cog"]) == 5 and c["cp"].isdigit()
        ))
    if {"insee", "name", "postal_codes", "lat", "lon", "population"} <= set(names):
        return PlacesFile("own", (_own(c) for c in cells))
    if {"reg", "libelle"} <= set(names) or "cog" in names:
        return PlacesFile("not-communes")
    return PlacesFile("")


def _postal(cells: dict[str, str]) -> TownRow:
    lat, _, lon = cells.get("coordonnees_gps", "").partition(",")
    return TownRow(
        insee=cells["code_commune_insee"],
        name=clean(cells["nom_commune"]).title(),
        postal_codes=(cells["code_postal"],),
        lat=round(float(lat), 5) if lon else None,
        lon=round(float(lon), 5) if lon else None,
    )


def _own(cells: dict[str, str]) -> TownRow:
    return TownRow(
        insee=cells["insee"],
        name=cells["name"],
        postal_codes=tuple(cells["postal_codes"].split()),
        department=cells.get("department") or department_of(cells["insee"]),
        lat=float(cells["lat"]) if cells["lat"] else None,
        lon=float(cells["lon"]) if cells["lon"] else None,
        population=_whole(cells["population"]),
    )


def _whole(cell: str) -> int | None:
    bare = "".join(cell.split()).replace("\u00a0", "").replace("\u202f", "")
    return int(bare) if bare.isdigit() else None
