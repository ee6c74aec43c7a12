"""Lists as files for a spreadsheet: CSV (UTF-8 with its mark and semicolons, as French spreadsheets expect), or XLSX.

One table for both: a cell is text, a whole number, a day or an amount. Text is never run as a formula: CSV puts an
apostrophe before what would be, XLSX writes it in cells of text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter  # type: ignore[import-untyped]
from django.http import Http404, HttpResponse

from acquis.kit.sheets import safe

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: No cell of a spreadsheet holds more.
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Amount:
    """Cents, as an amount in euros."""

    cents: int

    def __str__(self) -> str:
        sign = "-" if self.cents < 0 else ""
        return f"{sign}{abs(self.cents) // 100},{abs(self.cents) % 100:02d}"


Cell = str | int | date | Amount


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """An answer that the browser saves as `name`; every cell is text."""
    return _csv(name, columns, ([safe(cell) for cell in row] for row in rows))


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table_file(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, form: str, at: datetime
) -> HttpResponse:
    """The same table as CSV or XLSX: `form` is the ending of the address, `name` the file's without it."""
    match form:
        case "csv":
            return _csv(f"{name}.csv", columns, ([_as_text(cell) for cell in row] for row in rows))
        case "xlsx":
            response = HttpResponse(_workbook(columns, rows, at=at), content_type=XLSX)
            response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
            return response
    raise Http404


def _as_text(cell: Cell) -> str:
    """A cell of CSV; an amount below zero is a number, and runs nothing."""
    if isinstance(cell, str):
        return safe(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _workbook(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, at: datetime) -> bytes:
    out = BytesIO()
    # Row after row, so that a long table takes no more memory than a short one.
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"created": at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "bottom": 1})
        euros = book.add_format({"num_format": '#,##0.00\\ "€"'})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 18)
        for place, title in enumerate(columns):
            sheet.write_string(0, place, title, bold)
        for rank, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                match cell:
                    case Amount():
                        sheet.write_number(rank, place, Decimal(cell.cents) / 100, euros)
                    case date():
                        sheet.write_datetime(rank, place, cell, day)
                    case int():
                        sheet.write_number(rank, place, cell)
                    case _:
                        sheet.write_string(rank, place, cell[:LONGEST_CELL])
    return out.getvalue()
