"""Lists of training bodies: the public list of the ministry of labour (two spellings of its header), and the
quality list of 2021 (Datadock), read as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from stdnum.fr import siret as siret_number

from acquis.providers.types import ProviderRow

from ..anomalies import kept_values
from ..types import Finding, Level
from .places import department_of
from .text import clean, french_date, open_bytes, rows_of

Cells = dict[str, str]


@dataclass
class Body:
    """One line of a list; `row` is None when it cannot be taken."""

    row: ProviderRow | None
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, /, *, line: int, blocking: bool = False, name: str = "", **words: object) -> None:
        self.findings.append(
            Finding(
                level=Level.RECORD, code=code, blocking=blocking, words=kept_values(words), training=name, line=line
            )
        )


def format_of(path: Path) -> str:
    """``public-list``, ``datadock``, or "" when the columns are of neither."""
    with open_bytes(path) as raw:
        header, _ = rows_of(raw)
    names = {column_key(name) for name in header}
    if {"siren", "siretetablissementdeclarant", "denomination"} <= names:
        return "public-list"
    return "datadock" if {"siret", "raisonsociale", "qualiopi"} <= names else ""


def column_key(name: str) -> str:
    """``certifications.actionsDeFormation`` and ``certifications_actionsdeformation`` are the same column."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_bodies(path: Path, format_: str) -> Iterator[Body]:
    """The bodies of a list, line by line."""
    header, rows = rows_of(open_bytes(path))
    names = [column_key(name) for name in header]
    read = _public if format_ == "public-list" else _datadock
    for line, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        body = Body(None)
        if len(row) != len(names):
            body.note("bad_row", line=line, blocking=True)
        else:
            read({n: _value(v) for n, v in zip(names, row, strict=True)}, line, body)
        yield body


def siret_of(siren: str, written: str) -> str:
    """The SIRET, built from SIREN and NIC when only these are given; zeros that a spreadsheet lost are put back.

    "" when it cannot be told.
    """
    siren, digits = (re.sub(r"\D", "", w) for w in (siren, written))
    siren = siren.zfill(9) if 7 <= len(siren) <= 9 else ""
    if len(digits) <= 5 and digits and siren:
        digits = siren + digits.zfill(5)
    elif len(digits) in (12, 13) and siren and digits.zfill(14).startswith(siren):
        digits = digits.zfill(14)
    return digits if len(digits) == 14 else ""


def _checked_siret(cells: Cells, column: str, line: int, body: Body) -> str:
    written = cells.get(column, "")
    siret = siret_of(cells.get("siren", ""), written)
    name = cells.get("denomination", "") or cells.get("raisonsociale", "")
    if not siret:
        body.note("bad_siret", value=written, line=line, blocking=True, name=name)
    elif not siret_number.is_valid(siret):
        body.note("siret_key", value=siret, line=line, blocking=True, name=name)
        return ""
    elif cells.get("siren") and not siret.startswith(re.sub(r"\D", "", cells["siren"]).zfill(9)):
        body.note("siren_mismatch", siren=cells["siren"], siret=siret, line=line, name=name)
    return siret


def _public(cells: Cells, line: int, body: Body) -> None:
    siret = _checked_siret(cells, "siretetablissementdeclarant", line, body)
    name = clean(cells["denomination"])
    if not name:
        body.note("no_name", line=line, blocking=True)
    nda = re.sub(r"\s", "", cells.get("numerodeclarationactivite", ""))
    if nda and not re.fullmatch(r"[0-9A-Z]{11}", nda):
        body.note("bad_nda", value=nda, line=line, name=name)
        nda = ""
    for column in ("datedernieredeclaration", "debutexercice", "finexercice"):
        _day(cells, f"informationsdeclarees{column}", line, body, name)
    if not siret or not name:
        return
    place = "adressephysiqueorganismeformation"
    insee = cells.get("com", "") if re.fullmatch(r"\d[\dAB]\d{3}", cells.get("com", "")) else ""
    postal = cells.get(f"{place}codepostal", "")
    postal = postal.zfill(5) if postal.isdigit() else ""
    body.row = ProviderRow(
        siret=siret,
        name=name,
        nda=nda,
        address=tuple(filter(None, [clean(cells.get(f"{place}voie", ""))])),
        postal_code=postal,
        town=clean(cells.get(f"{place}ville", "")),
        insee=insee,
        department=department_of(insee or postal) if insee or postal else "",
        qualiopi_training=_yes(cells.get("certificationsactionsdeformation", "")),
        qualiopi_assessment=_yes(cells.get("certificationsbilansdecompetences", "")),
        qualiopi_vae=_yes(cells.get("certificationsvae", "")),
        qualiopi_apprenticeship=_yes(cells.get("certificationsactionsdeformationparapprentissage", "")),
    )


def _datadock(cells: Cells, line: int, body: Body) -> None:
    siret = _checked_siret(cells, "siret", line, body)
    name = clean(cells["raisonsociale"])
    if not name:
        body.note("no_name", line=line, blocking=True)
    if siret and name:
        # The list says that there is a label, not for what: it stands for training, which is what these bodies do.
        body.row = ProviderRow(siret=siret, name=name, qualiopi_training=cells["qualiopi"].upper() == "QUALIOPI")


def _value(cell: str) -> str:
    """Some lists write the word null where they know nothing."""
    bare = cell.strip()
    return "" if bare.lower() == "null" else bare


def _yes(cell: str) -> bool:
    return cell.lower() in ("true", "vrai", "oui", "1")


def _day(cells: Cells, column: str, line: int, body: Body, name: str) -> date | None:
    try:
        return french_date(cells.get(column, ""))
    except ValueError:
        body.note("bad_date", value=cells[column], element=column, line=line, name=name)
        return None
