"""A file of people to endow, for whoever plays an employer or a region: most lines are good, a few are not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from .desk import Known

#: How many people an employer's file endows.
PEOPLE = 500
NAME = "dotation-500.csv"
#: Among the lines that cannot be taken, beside a wrong key, a sum that is none and somebody twice.
_STRANGER = ("183057511600160", "INCONNU", "500", "M-0901")


def write_file(known: Sequence[Known], folder: Path) -> Path:
    """Write it for those who are known, as many as there are up to `PEOPLE`; where it is."""
    named = [(each.told.nir, each.told.civil.birth_name) for each in known if each.told.nir][:PEOPLE]
    rows = [(nir, name, "500", f"M-{rank:04d}") for rank, (nir, name) in enumerate(named, start=1) if nir]
    if rows:
        nir, name, cents, _mark = rows[0]
        rows += [
            (nir[:13] + f"{int(nir[13:]) % 97 + 1:02d}", name, cents, "M-0900"),
            _STRANGER,
            (nir, name, "cinq cents", "M-0902"),
            (nir, name, cents, "M-0903"),
        ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(("nir", "nom", "montant", "matricule"))
        writer.writerows(rows)
    return path
