"""Tables of the national registers of certifications, told apart by their columns.

Two families are read: the daily CSV export of France compétences (2021 and after), and the tables made from the
register in December 2020. A set of tables gives one row per certification; a part for which the set has no table is
None: not said. A row without a title only adds to a certification that is known already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO

from ..anomalies import kept_values
from ..types import CertificationRow, CodeRow, Finding, Level, OrganisationRow
from .text import clean, french_date, rows_of

Cells = dict[str, str]
_CODE = re.compile(r"(RNCP|RS)\d{1,8}")
#: The tables of 2020 write their dates M/D/YY and say nothing of their own day.
TABLES_OF_2020 = date(2020, 12, 31)


@dataclass
class Fiches:
    """What a set of tables says. `as_of` is the day it describes, None when nothing tells."""

    format: str
    as_of: date | None
    rows: list[CertificationRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    records: int = 0


@dataclass
class _Sheet:
    """A certification being put together; a list for each part that has a table."""

    facts: dict[str, object] = field(default_factory=dict)
    parts: dict[str, list[object]] = field(default_factory=dict)

    def add(self, part: str, value: object) -> None:
        kept = self.parts.setdefault(part, [])
        if value not in kept:
            kept.append(value)


class _BadCell(ValueError):
    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code, self.words = code, words


Part = Callable[[_Sheet, Cells, "FichesReader"], None]


class FichesReader:
    """Reads the tables of one set, one after the other; `rows` then gives the certifications."""

    def __init__(self) -> None:
        self.sheets: dict[str, _Sheet] = {}
        self.said: set[str] = set()
        self.findings: list[Finding] = []
        self.formats: set[str] = set()
        self.as_of: date | None = None
        self.records = 0

    def note(
        self, code: str, anomaly: str, *, blocking: bool = False, line: int | None = None, **words: object
    ) -> None:
        said = kept_values({"code": code, **words})
        self.findings.append(
            Finding(level=Level.RECORD, code=anomaly, words=said, blocking=blocking, training=code, line=line)
        )

    def read(self, name: str, raw: IO[bytes]) -> bool:
        """Read one table; False when it is none that we know."""
        header, rows = rows_of(raw)
        columns = set(header)
        found = next((table for table in _TABLES if table[0] <= columns), None)
        if found is None:
            return False
        wanted, format_, parts, code_column, take = found
        self.formats.add(format_)
        self.said.update(parts)
        self._date(name, format_)
        main = take in (_standard, _info)
        for line, row in enumerate(rows, start=2):
            if not any(row):
                continue
            # A row cut short has nothing in its last cells.
            cells = dict.fromkeys(header, "") | dict(zip(header, row, strict=False))
            code = cells.get(code_column, "").strip().upper()
            if len(row) < len(wanted) or not _CODE.fullmatch(code):
                self.note(code, "bad_row", blocking=True, line=line)
                continue
            self.records += main
            sheet = self.sheets.setdefault(code, _Sheet())
            try:
                take(sheet, cells, self)
            except _BadCell as bad:
                self.note(code, bad.code, line=line, **bad.words)  # type: ignore[arg-type]
        return True

    def _date(self, name: str, format_: str) -> None:
        if day := _day_in(name):
            self.as_of = max(self.as_of or day, day)
        elif format_ == "tables-2020":
            self.as_of = max(self.as_of or TABLES_OF_2020, TABLES_OF_2020)

    def fiches(self) -> Fiches:
        """What all the tables say together."""
        out = Fiches("+".join(sorted(self.formats)), self.as_of, findings=self.findings, records=self.records)
        for code, sheet in self.sheets.items():
            parts = {p: tuple(sheet.parts.get(p, ())) for p in self.said}
            out.rows.append(CertificationRow(code=code, **sheet.facts, **parts))  # type: ignore[arg-type]
        return out


def _day_in(name: str) -> date | None:
    """The day written in the name of a file, if there is one."""
    found = re.search(r"(20\d\d)[_-]?(\d\d)[_-]?(\d\d)", name)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def level_of(cell: str) -> int | None:
    """1 to 8 from ``NIV5`` or ``niveau5``; None when the register gives none (``REPRISE``, empty)."""
    found = re.fullmatch(r"NIV(?:EAU)?\s*([1-8])", cell.strip().upper())
    if found is None and cell.strip().upper() not in ("", "REPRISE"):
        raise _BadCell("bad_level", value=cell)
    return int(found[1]) if found else None


def organisation(siret: str, name: str) -> OrganisationRow:
    """An organisation of the register; cells begin with a tab so that spreadsheets keep the zeros.

    A SIRET is kept when it has 14 digits, a lone SIREN of 9 too; anything else is left out, because matching on it
    would habilitate somebody else.
    """
    digits = re.sub(r"\D", "", siret)
    return OrganisationRow(siret=digits if len(digits) in (9, 14) else "", name=clean(name))


def label(code: str, cell: str) -> str:
    """A label without the code that some tables repeat in front of it (``42872 : Sécurité incendie``)."""
    return clean(re.sub(rf"^\s*{re.escape(code)}\s*:\s*", "", cell))


def _day(cells: Cells, column: str) -> date | None:
    try:
        return french_date(cells.get(column, ""))
    except ValueError as error:
        raise _BadCell("bad_date", value=cells[column], element=column) from error


def american_day(cell: str) -> date | None:
    """A date of the 2020 tables: M/D/YY, where 70 to 99 are of the last century."""
    if not cell.strip():
        return None
    month, day, year = (int(n) for n in cell.strip().split("/"))
    return date(year + (1900 if year >= 70 else 2000), month, day)


def _standard(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
    sheet.facts.update(
        title=clean(cells["Intitule"]),
        short_title=clean(cells.get("Abrege_Libelle", "")),
        diploma_kind=clean(cells.get("Abrege_Intitule", "")),
        active=cells.get("Actif", "").strip().upper() in ("ACTIVE", "OUI"),
        registration=clean(cells.get("Type_Enregistrement", "")),
    )
    wrong = None
    for name, column in (
        ("published_on", "Date_dernier_jo"),
        ("decided_on", "Date_Decision"),
        ("registered_until", "Date_Fin_Enregistrement"),
        ("effective_on", "Date_Effet"),
    ):
        try:
            sheet.facts[name] = _day(cells, column)
        except _BadCell as bad:
            wrong = bad
    sheet.facts["level"] = level_of(cells.get("Nomenclature_Europe_Niveau", ""))
    if wrong:
        raise wrong


def _info(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
    sheet.facts.update(
        title=clean(cells["intituleDiplome"]),
        short_title=clean(cells.get("CodeTypeCertif", "")),
        diploma_kind=clean(cells.get("TypeCertif", "")),
        active=cells.get("ActiveInactive", "").strip().upper() == "ACTIVE",
        registration=clean(cells.get("TypeEnregistrement", "")),
    )
    _continuity(sheet, cells["AncienneFiche"], cells["NouvelleFiche"])
    sheet.facts["level"] = level_of(cells.get("NiveauEurope", ""))
    try:
        sheet.facts["registered_until"] = american_day(cells["date_fin_validite_enregistrement"])
    except ValueError as error:
        value = cells["date_fin_validite_enregistrement"]
        raise _BadCell("bad_date", value=value, element="date_fin_validite_enregistrement") from error


def _continuity(sheet: _Sheet, old: str, new: str) -> None:
    for part, cell in (("replaces", old), ("replaced_by", new)):
        for code in _CODE.finditer(cell):
            sheet.add(part, code[0])


def _put(part: str, code: str, text: str = "") -> Part:
    def take(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
        value = cells[code].strip()
        row = CodeRow(code=value, label=label(value, cells.get(text, "")))
        same = next((r for r in sheet.parts.get(part, ()) if isinstance(r, CodeRow) and r.code == value), None)
        if value and same is None:
            sheet.add(part, row)
        elif same is not None and same.label != row.label:
            # Two labels for one code: the first stays, and somebody should know.
            raise _BadCell("two_labels", code_of=value, kept=same.label, left=row.label)

    return take


def _put_organisation(part: str, siret: str, name: str) -> Part:
    def take(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
        habilitation = cells.get("Habilitation_Partenaire", "")
        if part == "partners" and habilitation and "FORM" not in habilitation:
            # Partners who only assess may not train.
            return
        row = organisation(cells[siret], cells[name])
        sheet.add(part, row)
        if cells[siret].strip() and not row.siret:
            raise _BadCell("bad_siret", value=cells[siret].strip())

    return take


def _put_agreements(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
    for rank in "123":
        if number := cells.get(f"Ccn_{rank}_Numero", "").strip():
            sheet.add("agreements", CodeRow(code=number, label=clean(cells.get(f"Ccn_{rank}_Libelle", ""))))


def _put_route(column: str) -> Part:
    def take(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
        sheet.add("routes", clean(cells[column]).replace("'", "’"))

    return take


def _put_both(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
    _continuity(sheet, cells["Ancienne_Certification"], cells["Nouvelle_Certification"])


def _put_diploma(sheet: _Sheet, cells: Cells, reader: FichesReader) -> None:
    if code := cells["Code_Diplome"].strip():
        sheet.add("diploma_codes", code)


#: Columns that tell a table, its family, the parts it gives, the column of the certification, how a row is taken.
_TABLES: list[tuple[set[str], str, tuple[str, ...], str, Part]] = [
    ({"Numero_Fiche", "Intitule", "Actif"}, "france-competences-csv", (), "Numero_Fiche", _standard),
    (
        {"Numero_Fiche", "Bloc_Competences_Code"},
        "france-competences-csv",
        ("blocks",),
        "Numero_Fiche",
        _put("blocks", "Bloc_Competences_Code", "Bloc_Competences_Libelle"),
    ),
    (
        {"Numero_Fiche", "Siret_Certificateur"},
        "france-competences-csv",
        ("certifiers",),
        "Numero_Fiche",
        _put_organisation("certifiers", "Siret_Certificateur", "Nom_Certificateur"),
    ),
    (
        {"Numero_Fiche", "Siret_Partenaire"},
        "france-competences-csv",
        ("partners",),
        "Numero_Fiche",
        _put_organisation("partners", "Siret_Partenaire", "Nom_Partenaire"),
    ),
    (
        {"Numero_Fiche", "Codes_Rome_Code"},
        "france-competences-csv",
        ("rome",),
        "Numero_Fiche",
        _put("rome", "Codes_Rome_Code", "Codes_Rome_Libelle"),
    ),
    (
        {"Numero_Fiche", "Nsf_Code"},
        "france-competences-csv",
        ("nsf",),
        "Numero_Fiche",
        _put("nsf", "Nsf_Code", "Nsf_Intitule"),
    ),
    (
        {"Numero_Fiche", "Formacode_Code"},
        "france-competences-csv",
        ("formacode",),
        "Numero_Fiche",
        _put("formacode", "Formacode_Code", "Formacode_Libelle"),
    ),
    ({"Numero_Fiche", "Ccn_1_Numero"}, "france-competences-csv", ("agreements",), "Numero_Fiche", _put_agreements),
    ({"Numero_Fiche", "Si_Jury"}, "france-competences-csv", ("routes",), "Numero_Fiche", _put_route("Si_Jury")),
    (
        {"Numero_Fiche", "Ancienne_Certification", "Nouvelle_Certification"},
        "france-competences-csv",
        ("replaces", "replaced_by"),
        "Numero_Fiche",
        _put_both,
    ),
    ({"CodeRNCP", "intituleDiplome"}, "tables-2020", ("replaces", "replaced_by"), "CodeRNCP", _info),
    ({"CodeRNCP", "numero_bloc"}, "tables-2020", ("blocks",), "CodeRNCP", _put("blocks", "numero_bloc", "intitule")),
    (
        {"CodeRNCP", "Certificateur"},
        "tables-2020",
        ("certifiers",),
        "CodeRNCP",
        _put_organisation("certifiers", "siret_organisme", "Certificateur"),
    ),
    ({"CodeRNCP", "Rome"}, "tables-2020", ("rome",), "CodeRNCP", _put("rome", "Rome", "libelle")),
    ({"CodeRNCP", "code", "Libelle"}, "tables-2020", ("nsf",), "CodeRNCP", _put("nsf", "code", "Libelle")),
    ({"CodeRNCP", "code_libelle"}, "tables-2020", ("routes",), "CodeRNCP", _put_route("intitule")),
    ({"Code_RNCP", "Code_Diplome"}, "diploma-codes", ("diploma_codes",), "Code_RNCP", _put_diploma),
]


def sets_of(path: Path) -> Iterator[tuple[str, list[Path]]]:
    """The files under `path` by folder: a folder is one set of tables, and so is a single file."""
    if path.is_file():
        yield path.name, [path]
        return
    folders: dict[Path, list[Path]] = {}
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix.lower() in (".csv", ".xml", ".zip"):
            folders.setdefault(file.parent, []).append(file)
    for folder, files in folders.items():
        yield folder.name, files
