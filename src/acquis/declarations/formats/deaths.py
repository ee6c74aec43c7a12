"""The public file of deaths that INSEE publishes every month: one death a line, columns of fixed width, no number.

1-80 NOM*PRÉNOM PRÉNOM/ · 81 sex (1, 2) · 82-89 birth AAAAMMJJ · 90-94 place of birth, INSEE code · 95-124 its name
125-154 country · 155-162 death AAAAMMJJ · 163-167 place of death · 168-176 number of the act
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from acquis.people.types import DeclaredIdentity, Sex

from ..types import Level
from .lines import Line
from .values import Note

_SEX = {"1": Sex.MALE, "2": Sex.FEMALE}
#: Up to the day of death; the place and the number of the act are not needed, and some lines are cut after.
_LEAST = 162


class Reading:
    """One passage over a file of deaths. `counts` grows as it goes."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.counts = {"deaths.read": 0, "deaths.unread": 0}

    @property
    def readable(self) -> bool:
        """Whether some line was one of such a file."""
        return self.counts["deaths.read"] > 0

    def deaths(self, lines: Iterable[Line]) -> Iterator[tuple[int, DeclaredIdentity]]:
        """(line, who died); what cannot be read is told and passed over."""
        for line in lines:
            if not line.text.strip():
                continue
            wrong = self._wrong(line)
            if wrong:
                code, rubric = wrong
                self.counts["deaths.unread"] += 1
                self.note(Level.INDIVIDUAL, code, blocking=True, line=line.number, rubric=rubric)
                continue
            self.counts["deaths.read"] += 1
            yield line.number, _identity(line)

    @staticmethod
    def _wrong(line: Line) -> tuple[str, str] | None:
        """The code of what is wrong, and the columns it is in; values are never repeated."""
        text = line.text
        if line.too_long or len(text) < _LEAST:
            return "death_cut", "1-162"
        if line.foreign:
            return "foreign_letters", "1-162"
        if "*" not in text[:80] or not text[:80].partition("*")[0].strip():
            return "death_name", "1-80"
        if text[80] not in _SEX:
            return "death_sex", "81"
        if _day(text[81:89]) is None:
            return "death_born", "82-89"
        if _day(text[154:162]) is None:
            return "death_died", "155-162"
        if text[154:162] < text[81:89]:
            return "death_before_birth", "155-162"
        return None


def _identity(line: Line) -> DeclaredIdentity:
    text = line.text
    name, _star, first = text[:80].partition("*")
    born_on, died_on, place = _day(text[81:89]), _day(text[154:162]), text[89:94].strip()
    assert born_on is not None
    abroad = place.startswith("99")
    return DeclaredIdentity(
        reference=f"death {line.number}",
        birth_name=name.strip(),
        first_names=" ".join(first.partition("/")[0].split()),
        born_on=born_on,
        sex=_SEX[text[80]],
        birth_place="" if abroad else place,
        birth_country=place if abroad else "",
        died_on=died_on,
    )


def _day(text: str) -> date | None:
    """A day written whole; the file has years and months alone (00), which match nobody."""
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text.isascii() and text.isdigit() else None
    except ValueError:
        return None
