"""The certifications of the demonstration, handed over as France compétences hands hers: a folder of exports.

Titles of the RNCP are those of the public register of December 2020; the end of their registration is put off,
so that they can be sold in the demonstration. Those of the RS say that they are examples; one of them ends soon.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "certifications.csv"
_STAMP = "2026_11_01"
#: The certification whose registration ends so long after the day of the filling: its bodies are told.
ENDING, ENDS_IN = "RS99101", timedelta(days=24)
_ENDS = date(2030, 12, 31)

_STANDARD = [
    "Id_Fiche",
    "Numero_Fiche",
    "Intitule",
    "Abrege_Libelle",
    "Abrege_Intitule",
    "Nomenclature_Europe_Niveau",
    "Nomenclature_Europe_Intitule",
    "Accessible_Nouvelle_Caledonie",
    "Accessible_Polynesie_Francaise",
    "Date_dernier_jo",
    "Date_Decision",
    "Date_Fin_Enregistrement",
    "Date_Effet",
    "Type_Enregistrement",
    "Validation_Partielle",
    "Actif",
]


@dataclass(frozen=True, slots=True)
class DemoCertification:
    """One certification of the demonstration and the subject that leads to it."""

    subject: str
    code: str
    title: str
    diploma: str
    level: str
    rome: str
    nsf: str
    formacode: str


@cache
def certifications() -> tuple[DemoCertification, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(DemoCertification(**row) for row in csv.DictReader(file, delimiter=";"))


def write_exports(folder: Path, *, today: date | None = None) -> None:
    """Write the exports of the registers into `folder`; the codes CPF are the product's own and not among them.

    Without `today`, no certification ends soon.
    """
    registered = [each for each in certifications() if not each.code.startswith("CPF")]
    ends = {ENDING: today + ENDS_IN} if today else {}
    rows = (_standard(number, each, ends.get(each.code, _ENDS)) for number, each in enumerate(registered, 1))
    _write(folder, "Standard", _STANDARD, rows)
    romes = ((each.code, each.rome, "") for each in registered if each.rome)
    _write(folder, "Rome", ["Numero_Fiche", "Codes_Rome_Code", "Codes_Rome_Libelle"], romes)
    fields = ((each.code, code, "") for each in registered for code in each.formacode.split())
    _write(folder, "Formacode", ["Numero_Fiche", "Formacode_Code", "Formacode_Libelle"], fields)
    specialities = ((each.code, each.nsf, f"{each.nsf} :") for each in registered if each.nsf)
    _write(folder, "Nsf", ["Numero_Fiche", "Nsf_Code", "Nsf_Intitule"], specialities)


def _standard(number: int, each: DemoCertification, ends: date) -> tuple[str, ...]:
    level, words = (f"NIV{each.level}", f"Niveau {each.level}") if each.level else ("", "")
    by_right = "Enregistrement de droit"
    return (
        *(str(number), each.code, each.title, "", each.diploma, level, words, "Non", "Non", "", ""),
        *(f"{ends:%d/%m/%Y}", "01/01/2019", by_right, "Non", "ACTIVE"),
    )


def _write(folder: Path, name: str, columns: list[str], rows: Iterator[tuple[str, ...]]) -> None:
    path = folder / f"export_fiches_CSV_{name}_{_STAMP}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows(rows)
