"""Tables of jobs: the directory's cards and titles (ROME 4.0), and lists of jobs in tension."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from acquis.kit.departments import regions

from ..types import JobRow, JobTitleRow, TenseJobRow
from .text import clean, open_bytes, rows_of

_ROME = re.compile(r"[A-N][0-9]{4}")
CARDS, TITLES, TENSIONS = "rome-cards", "rome-titles", "tensions"
#: Columns that tell a table.
_TABLES = (
    (frozenset({"libelle_appellation_long", "code_rome"}), TITLES),
    (frozenset({"libelle_rome", "code_rome"}), CARDS),
    (frozenset({"region", "rome", "source", "date"}), TENSIONS),
)

Row = JobRow | JobTitleRow | TenseJobRow


class BadRow(ValueError):
    """A row that cannot be taken: the field and what is wrong with it."""

    def __init__(self, element: str, value: str) -> None:
        super().__init__(element)
        self.element, self.value = element, value


def format_of(path: Path) -> str:
    """Which table it is; "" when it is none that we know."""
    with open_bytes(path) as raw:
        header, _ = rows_of(raw)
        names = {name.lower() for name in header}
        return next((found for columns, found in _TABLES if columns <= names), "")


def read_jobs(path: Path, table: str) -> Iterator[tuple[int, Row | BadRow]]:
    """Each row of the table with its line, from 2 on; what cannot be taken comes as a `BadRow`."""
    makers: dict[str, Callable[[dict[str, str]], Row]] = {CARDS: _card, TITLES: _title, TENSIONS: _tension}
    make = makers[table]
    with open_bytes(path) as raw:
        header, rows = rows_of(raw)
        names = [name.lower() for name in header]
        for line, row in enumerate(rows, start=2):
            if not any(cell.strip() for cell in row):
                continue
            cells = dict(zip(names, row, strict=False))
            try:
                yield line, make(cells)
            except BadRow as bad:
                yield line, bad


def _card(cells: dict[str, str]) -> JobRow:
    parent = cells.get("code_rome_parent", "").strip()
    return JobRow(rome=_rome(cells, "code_rome"), label=_text(cells, "libelle_rome"), parent=parent)


def _title(cells: dict[str, str]) -> JobTitleRow:
    return JobTitleRow(rome=_rome(cells, "code_rome"), label=_text(cells, "libelle_appellation_long"))


def _tension(cells: dict[str, str]) -> TenseJobRow:
    region, day = cells.get("region", "").strip(), cells.get("date", "").strip()
    if region not in {code for code, _ in regions()}:
        raise BadRow("region", region)
    try:
        published_on = date.fromisoformat(day)
    except ValueError:
        raise BadRow("date", day) from None
    return TenseJobRow(
        region=region, rome=_rome(cells, "rome"), source=_text(cells, "source"), published_on=published_on
    )


def _rome(cells: dict[str, str], name: str) -> str:
    code = cells.get(name, "").strip().upper()
    if not _ROME.fullmatch(code):
        raise BadRow(name, code[:20])
    return code


def _text(cells: dict[str, str], name: str) -> str:
    text = clean(cells.get(name, "")).replace("'", "’")
    if not text:
        raise BadRow(name, "")
    return text[:300]
