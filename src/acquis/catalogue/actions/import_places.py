"""Bring in communes, postal codes, coordinates and populations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import permissions
from ..formats.places import PlacesFile, read_places
from ..reporting import Telling
from ..types import Level, Report, ReportKind, TownRow
from ..writing_towns import rank_of_names, write_towns


@act
def import_places(*, files: Sequence[Path], by: Actor, at: datetime) -> Report:
    """Read `files` in any order and keep what they say of communes; see `formats.places` for what is known.

    A table may tell one thing only (postal codes, populations): what it does not say stays as it is.
    """
    permissions.IMPORT_REGISTERS.require_any(by)

    telling = Telling(ReportKind.PLACES, ", ".join(f.name for f in files))
    read = [(path, read_places(path)) for path in files]
    for path, table in read:
        if table.format in ("", "not-communes"):
            telling.find(
                Level.FILE,
                "nothing_to_keep" if table.format else "unknown_file",
                blocking=not table.format,
                training=path.name,
            )
        for line in table.bad_lines:
            telling.find(Level.RECORD, "bad_row", blocking=True, training=path.name, line=line)
        telling.counts["rows.refused"] += len(table.bad_lines)
        telling.counts[f"files.{table.format or 'unknown'}"] += 1
    # The best spelling of a name is read last, so that it stays.
    tables = sorted((table for _, table in read), key=lambda t: -rank_of_names(t.format))
    telling.format = "+".join(sorted({t.format for t in tables if t.format}))

    # After this point the import must succeed.
    write_towns(_rows(tables, telling), telling)
    return telling.save(by=by, at=at)


def _rows(tables: Sequence[PlacesFile], telling: Telling) -> Iterator[TownRow]:
    # Some merged communes gave their code to the new one.
    merged = {old: new for table in tables for old, new in table.aliases.items() if old != new}
    living = {row.insee for table in tables for row in table.rows if table.format in ("insee-communes", "overseas")}
    for table in tables:
        for row in table.rows:
            parent = merged.get(row.insee, row.insee)
            if any(t.format == "insee-communes" for t in tables) and parent not in living:
                # Tables of other years name communes that are no more.
                telling.counts["towns.no_longer"] += 1
            elif parent == row.insee:
                yield row
            elif row.postal_codes:
                # A commune that was merged gives its postal codes to the one it is part of, and nothing else.
                yield replace(row, insee=parent, name=None, department=None, lat=None, lon=None, population=None)
