"""Tables as files: the same cells as CSV and as XLSX, typed, and nothing that runs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import Http404
from lxml import etree

from acquis.web.sheets import XLSX, Amount, table_file

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
COLUMNS = ("Nom", "Nombre", "Jour", "Montant")
ROWS = [
    ("=1+1", 3, date(2026, 11, 20), Amount(-123_456)),
    ("@SUM(A1)", 0, date(2027, 1, 1), Amount(90_071_992_547_409)),
]
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_is_text_that_nothing_runs() -> None:
    lines = table_file("t", COLUMNS, ROWS, form="csv", at=AT).content.decode("utf-8-sig").splitlines()
    assert lines == [
        "Nom;Nombre;Jour;Montant",
        "'=1+1;3;2026-11-20;-1234,56",
        "'@SUM(A1);0;2027-01-01;900719925474,09",
    ]


def test_xlsx_has_typed_cells_and_no_formula() -> None:
    answer = table_file("t", COLUMNS, ROWS, form="xlsx", at=AT)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (XLSX, 'attachment; filename="t.xlsx"')
    with ZipFile(BytesIO(answer.content)) as book:
        sheet = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        styles = etree.fromstring(book.read("xl/styles.xml"))
    assert sheet.find(f".//{MAIN}f") is None
    cells = {each.get("r"): each for each in sheet.iter(f"{MAIN}c")}
    assert (cells["A2"].get("t"), "".join(cells["A2"].itertext())) == ("inlineStr", "=1+1")
    assert [cells[it].findtext(f"{MAIN}v") for it in ("B2", "D2", "D3")] == ["3", "-1234.56", "900719925474.09"]
    # Day 1 of a spreadsheet is the first of January 1900, and it believes that 1900 was a leap year.
    assert int(cells["C2"].findtext(f"{MAIN}v")) == (date(2026, 11, 20) - date(1899, 12, 30)).days
    formats = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(f"{MAIN}numFmt")}
    used = [each.get("numFmtId") for each in styles.find(f"{MAIN}cellXfs")]
    assert formats[used[int(cells["D2"].get("s"))]] == '#,##0.00\\ "€"'
    assert formats[used[int(cells["C2"].get("s"))]] == "dd/mm/yyyy"
    again = table_file("t", COLUMNS, ROWS, form="xlsx", at=AT)
    assert len(again.content) == len(answer.content)


def test_no_other_form() -> None:
    with pytest.raises(Http404):
        table_file("t", COLUMNS, ROWS, form="ods", at=AT)
