"""A payer's file as rows: CSV (UTF-8 or Windows; semicolons, commas or tabs) or XLSX (`docs/formats/dotations.md`).

A first line names the columns, in any order: `nir`, `nom`, `montant`, and `matricule` if one wishes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from acquis.kit.money import parse_euros
from acquis.kit.sql import fold
from acquis.people import queries as people

from .types import Asked, Fault, RefusedLine

#: Columns by the words people head them with.
NEEDED = {
    "nir": ("nir", "numero de securite sociale", "n° de securite sociale", "n° securite sociale"),
    "nom": ("nom", "nom de naissance", "nom d'usage"),
    "montant": ("montant", "montant en euros", "somme"),
}
OPTIONAL = {"matricule": ("matricule", "reference", "n° interne")}
#: Lines of one order: the file of a large group is a dozen of them.
MOST_LINES = 200_000
MOST_BYTES = 20 * 1024 * 1024
#: What no payer gives one person at a time; more is a slip.
MOST_CENTS = 10_000_000
LONGEST_MARK, LONGEST_NAME = 40, 200


@dataclass(frozen=True, slots=True)
class NotReadable(Exception):
    """The file as a whole cannot be read: why, and which columns lack."""

    fault: Fault
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a file below its heading, as text, and where each column stands."""

    at: dict[str, int]
    rows: list[list[str]]


def read(content: bytes) -> Sheet:
    """The file's rows; raises NotReadable."""
    rows = _workbook(content) if content.startswith(b"PK") else _text(content)
    named = next(((rank, row) for rank, row in enumerate(rows) if any(row)), None)
    if named is None:
        raise NotReadable(Fault.NOT_READABLE)
    rank, header = named
    words = [fold(cell) for cell in header]
    at = {
        name: words.index(found)
        for name, known in (NEEDED | OPTIONAL).items()
        if (found := next((each for each in known if each in words), None)) is not None
    }
    if missing := tuple(name for name in NEEDED if name not in at):
        raise NotReadable(Fault.COLUMNS_MISSING, missing)
    body = rows[rank + 1 :]
    while body and not any(body[-1]):
        body.pop()
    if len(body) > MOST_LINES:
        raise NotReadable(Fault.TOO_MANY_LINES)
    return Sheet(at=at, rows=body)


def lines(sheet: Sheet, first: int, beyond: int) -> Iterator[Asked | RefusedLine]:
    """What the rows from `first` to before `beyond` say, one by one; empty rows say nothing."""
    for place in range(first, min(beyond, len(sheet.rows))):
        row = sheet.rows[place]
        if any(row):
            # A person counts from 1, and the heading is a line.
            yield line(_cells(sheet, row), place + 2)


def line(cells: dict[str, str], place: int) -> Asked | RefusedLine:
    """One line as the payer wrote it, or the first thing wrong in it."""
    for name in NEEDED:
        if not cells[name]:
            return RefusedLine(place=place, fault=Fault.CELL_MISSING, column=name)
    for name, most in (("matricule", LONGEST_MARK), ("nom", LONGEST_NAME)):
        if len(cells[name]) > most:
            return RefusedLine(place=place, fault=Fault.CELL_TOO_LONG, column=name)
    try:
        nir = people.complete_nir(cells["nir"])
    except ValueError:
        return RefusedLine(place=place, fault=Fault.NIR_MALFORMED, column="nir")
    try:
        cents = parse_euros(cells["montant"])
    except ValueError:
        return RefusedLine(place=place, fault=Fault.AMOUNT_MALFORMED, column="montant")
    if not 0 < cents <= MOST_CENTS:
        return RefusedLine(place=place, fault=Fault.AMOUNT_ABSURD, column="montant")
    return Asked(place=place, nir=nir, name=cells["nom"], amount_cents=cents, mark=cells["matricule"])


def _cells(sheet: Sheet, row: Sequence[str]) -> dict[str, str]:
    return {
        name: row[sheet.at[name]] if name in sheet.at and sheet.at[name] < len(row) else ""
        for name in (*NEEDED, *OPTIONAL)
    }


def _text(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise NotReadable(Fault.NOT_READABLE)
    first = text.lstrip().partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise NotReadable(Fault.NOT_READABLE) from error


def _workbook(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
        return [[_told(cell) for cell in row] for row in sheet.iter_rows()]
    except (CalamineError, ValueError, OSError) as error:
        raise NotReadable(Fault.NOT_READABLE) from error


def _told(cell: object) -> str:
    """A cell as text. A number of a workbook is a fraction of two: a NIR is whole, an amount has two decimals."""
    if isinstance(cell, int | str):
        return str(cell).strip()
    if type(cell).__name__ == "float":
        told = f"{cell:.2f}"
        return told.removesuffix(".00")
    return ""
