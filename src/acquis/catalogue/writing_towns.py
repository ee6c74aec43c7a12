"""How towns are written: what a file does not say is kept, and a commune of arrondissements sums them up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .formats.places import department_of
from .models import PostalCode, Town
from .reporting import Telling
from .towns import CITIES, place_key
from .types import Level, TownRow

#: In what order the names of a town are believed: the register of communes writes accents and capitals.
_NAMED = ("insee-communes", "own", "overseas", "insee-populations", "identity-communes", "postal-codes")


def merge(known: TownRow | None, said: TownRow) -> TownRow:
    """What is known of a town after `said`: postal codes add up, other values replace when they are said."""
    if known is None:
        return said
    codes = known.postal_codes or ()
    return TownRow(
        insee=known.insee,
        name=said.name or known.name,
        postal_codes=tuple(sorted({*codes, *(said.postal_codes or ())})),
        department=said.department or known.department,
        lat=known.lat if said.lat is None else said.lat,
        lon=known.lon if said.lon is None else said.lon,
        population=known.population if said.population is None else said.population,
    )


def rank_of_names(format_: str) -> int:
    """Lower is better: whose spelling of a name is kept."""
    return _NAMED.index(format_) if format_ in _NAMED else len(_NAMED)


def known_towns() -> dict[str, TownRow]:
    """Every town in the database."""
    codes: dict[str, list[str]] = {}
    for code, insee in PostalCode.objects.values_list("code", "town_id"):
        codes.setdefault(insee, []).append(code)
    return {
        t.insee: TownRow(
            insee=t.insee,
            name=t.name,
            postal_codes=tuple(sorted(codes.get(t.insee, ()))),
            department=t.department,
            lat=t.lat,
            lon=t.lon,
            population=t.population,
        )
        for t in Town.objects.all()
    }


def write_towns(rows: Iterable[TownRow], telling: Telling) -> None:
    """Create and change towns; a row that changes nothing writes nothing."""
    known = known_towns()
    wanted: dict[str, TownRow] = {}
    for row in rows:
        if row.name:
            # The register says « Paris 12e Arrondissement » where people say « Paris 12e ».
            row = replace(row, name=row.name.replace("'", "’").removesuffix(" Arrondissement"))
        base = wanted.get(row.insee) or known.get(row.insee)
        wanted[row.insee] = merge(base, row)
    for insee in [i for i, row in wanted.items() if not row.name]:
        telling.find(Level.RECORD, "unknown_town", blocking=True, insee=insee)
        telling.counts["towns.refused"] += 1
        del wanted[insee]
    _sum_up_cities(wanted, known)
    changed = {i: _whole(row) for i, row in wanted.items() if known.get(i) != _whole(row)}
    telling.counts["towns.created"] += sum(i not in known for i in changed)
    telling.counts["towns.changed"] += sum(i in known for i in changed)
    telling.counts["towns.unchanged"] += len(wanted) - len(changed)
    Town.objects.bulk_create(
        [
            Town(
                insee=r.insee,
                name=r.name or "",
                folded=place_key(r.name or ""),
                department=r.department or "",
                lat=r.lat,
                lon=r.lon,
                population=r.population or 0,
            )
            for r in changed.values()
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["insee"],
        update_fields=["name", "folded", "department", "lat", "lon", "population"],
    )
    PostalCode.objects.bulk_create(
        [PostalCode(code=c, town_id=r.insee) for r in changed.values() for c in r.postal_codes or ()],
        batch_size=5000,
        ignore_conflicts=True,
    )


def _whole(row: TownRow) -> TownRow:
    """The row as it will be read back."""
    return replace(
        row,
        postal_codes=tuple(sorted(row.postal_codes or ())),
        department=row.department or department_of(row.insee),
        population=row.population or 0,
    )


def _sum_up_cities(wanted: dict[str, TownRow], known: dict[str, TownRow]) -> None:
    """A city of arrondissements has their inhabitants and all their postal codes."""
    for city, prefix in CITIES.items():
        parts = [
            *(r for i, r in known.items() if i.startswith(prefix) and i != city and i not in wanted),
            *(r for i, r in wanted.items() if i.startswith(prefix) and i != city),
        ]
        base = wanted.get(city) or known.get(city)
        if base is None or not parts or not any(i.startswith(prefix) or i == city for i in wanted):
            continue
        wanted[city] = replace(
            base,
            postal_codes=tuple(sorted({c for p in [*parts, base] for c in p.postal_codes or ()})),
            population=sum(p.population or 0 for p in parts) or base.population,
        )
