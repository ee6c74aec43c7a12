"""Lists in columns: UTF-8, semicolons, names of the columns in the first line in any order, one line a thing told.

What is wrong with a value is told by its column and costs its own line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Generic, NoReturn, TypeVar

from ..list_types import ToldPerson
from ..types import Level
from .fields import full_nir
from .lines import Line, cells
from .values import Note

LONGEST = 120
#: The columns of who a line speaks of: whoever sends them knows the person, and a wrong number is seen.
PERSON = ("nir", "nom", "naissance")
T = TypeVar("T")


class Blocked(Exception):
    """The line cannot be taken; what is wrong has been told."""


class Row:
    """One line. A first wrong value is told and blocks it."""

    def __init__(self, cells: dict[str, str], rank: int, line: int, note: Note) -> None:
        self.cells, self.rank, self.line, self.note = cells, rank, line, note

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def need(self, *names: str) -> None:
        """Refuse the line when one of these is empty."""
        for name in names:
            if not self.get(name):
                self.refuse("missing", name)

    def text(self, name: str) -> str:
        if len(self.get(name)) > LONGEST:
            self.refuse("too_many_letters", name)
        return self.get(name)

    def nir(self) -> str:
        try:
            return full_nir(self.get("nir"))
        except ValueError as error:
            self.refuse("nir_key" if str(error) == "key" else "nir_shape", "nir")

    def person(self) -> ToldPerson:
        """Who the line speaks of, by the columns of `PERSON`."""
        born_on = self.day("naissance")
        return ToldPerson(nir=self.nir(), birth_name=self.text("nom"), born_on=born_on)

    def whole(self, name: str, *, most: int) -> int:
        """A whole number, no more than what is possible."""
        written = self.get(name)
        if not (written.isascii() and written.isdecimal()):
            self.refuse("bad_number", name, value=written)
        if len(written) > 9 or int(written) > most:
            self.refuse("absurd", name, value=written)
        return int(written)

    def year(self, name: str) -> int:
        written = self.get(name)
        if not (written.isascii() and written.isdecimal() and len(written) == 4):
            self.refuse("bad_number", name, value=written)
        return int(written)

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.get(name))
        except ValueError:
            self.refuse("bad_date", name, value=self.get(name))

    def day_or_none(self, name: str) -> date | None:
        return self.day(name) if self.get(name) else None

    def flag(self, name: str) -> bool:
        """« oui » or « non »."""
        if self.get(name) not in ("oui", "non"):
            self.refuse("unknown_code", name, value=self.get(name))
        return self.get(name) == "oui"

    def refuse(self, code: str, name: str, **words: object) -> NoReturn:
        self.note(Level.INDIVIDUAL, code, blocking=True, line=self.line, rubric=name, individual=self.rank, **words)
        raise Blocked


class Reading(Generic[T]):
    """One passage over a list of things called `noun`; `always` are the columns without which it is none of these.

    `counts` grows as it goes.
    """

    def __init__(self, note: Note, noun: str, always: tuple[str, ...], read: Callable[[Row], T]) -> None:
        self.note, self.noun, self.always, self.read = note, noun, always, read
        self.counts = {noun: 0, f"{noun}.refused": 0}
        self.readable = True

    def each(self, lines: Iterable[Line]) -> Iterator[T]:
        """Every line that can be read."""
        named = iter(lines)
        first = next(named, None)
        header = [] if first is None else [cell.strip().lower() for cell in cells(first)]
        missing = [name for name in self.always if name not in header]
        if missing:
            self.readable = False
            self.note(Level.FILE, "columns", blocking=True, line=1, missing=", ".join(missing))
            return
        for line in named:
            if not line.text.strip() and not line.too_long:
                continue
            self.counts[self.noun] += 1
            rank = self.counts[self.noun]
            row = cells(line)
            try:
                if len(row) != len(header) or line.foreign:
                    code = "too_long" if line.too_long else "foreign_letters" if line.foreign else "bad_row"
                    self.note(Level.INDIVIDUAL, code, blocking=True, line=line.number, individual=rank)
                    raise Blocked
                yield self.read(Row(dict(zip(header, row, strict=True)), rank, line.number, self.note))
            except Blocked:
                self.counts[f"{self.noun}.refused"] += 1
