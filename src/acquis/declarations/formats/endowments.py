"""An employer's list of endowments: one line a person and payment, told in `docs/formats/endowments.md`.

UTF-8, semicolons, the columns below in any order; which are needed depends on the ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NoReturn

from acquis.accounts.types import GrantGround, payment_reference
from acquis.kit.money import parse_euros

from ..types import Endowment, Level
from .fields import MOST_CENTS, full_nir
from .lines import Line, cells
from .values import Note

_ALWAYS = ("nir", "montant", "motif", "reference", "payeur")
_OF_GROUND: dict[str, tuple[GrantGround | None, dict[str, str]]] = {
    # Of each ground: what its act is given, and in which column it stands.
    "dotation": (None, {}),
    "accord": (GrantGround.AGREEMENT, {"year": "annee", "agreement": "accord"}),
    "licenciement": (GrantGround.DISMISSAL, {"notified_on": "jour_licenciement", "sent_on": "jour_donnees"}),
    "lanceur_alerte": (GrantGround.WHISTLEBLOWER, {"decided_on": "jour_decision"}),
}
COLUMNS = (*_ALWAYS, *dict.fromkeys(column for _, needed in _OF_GROUND.values() for column in needed.values()))
#: What the amount is called by the act of a ground.
_AMOUNT = {GrantGround.WHISTLEBLOWER: "ordered_cents"}
_LONGEST = 120


class _Blocked(Exception):
    """The line cannot be taken; what is wrong has been told."""


class Reading:
    """One passage over a list. `counts` grows as it goes."""

    def __init__(self, note: Note) -> None:
        self.note = note
        self.counts = {"endowments": 0, "endowments.refused": 0}
        self.readable = True

    def endowments(self, lines: Iterable[Line]) -> Iterator[Endowment]:
        """Every line that can be read."""
        named = iter(lines)
        first = next(named, None)
        header = [] if first is None else [cell.strip().lower() for cell in cells(first)]
        missing = [name for name in _ALWAYS if name not in header]
        if missing:
            self.readable = False
            self.note(Level.FILE, "columns", blocking=True, line=1, missing=", ".join(missing))
            return
        for line in named:
            if not line.text.strip() and not line.too_long:
                continue
            self.counts["endowments"] += 1
            rank = self.counts["endowments"]
            row = cells(line)
            try:
                if len(row) != len(header) or line.foreign:
                    code = "too_long" if line.too_long else "foreign_letters" if line.foreign else "bad_row"
                    self.note(Level.INDIVIDUAL, code, blocking=True, line=line.number, individual=rank)
                    raise _Blocked
                yield _Row(dict(zip(header, row, strict=True)), rank, line.number, self.note).read()
            except _Blocked:
                self.counts["endowments.refused"] += 1


class _Row:
    """One line. A first wrong value is told and blocks it."""

    def __init__(self, cells: dict[str, str], rank: int, line: int, note: Note) -> None:
        self.cells, self.rank, self.line, self.note = cells, rank, line, note

    def read(self) -> Endowment:
        for name in _ALWAYS:
            if not self.get(name):
                self.refuse("missing", name)
        if self.get("motif") not in _OF_GROUND:
            self.refuse("unknown_code", "motif", value=self.get("motif"))
        ground, needed = _OF_GROUND[self.get("motif")]
        try:
            nir = full_nir(self.get("nir"))
        except ValueError as error:
            self.refuse("nir_key" if str(error) == "key" else "nir_shape", "nir")
        amount = self.amount()
        facts: dict[str, Any] = {
            "label": self.text("payeur"),
            "reference": payment_reference(self.text("reference")),
            _AMOUNT.get(ground, "amount_cents") if ground else "amount_cents": amount,
        }
        for fact, column in needed.items():
            if not self.get(column):
                self.refuse("missing", column)
            facts[fact] = _READERS.get(column, _Row.day)(self, column)
        return Endowment(line=self.line, rank=self.rank, nir=nir, ground=ground, amount_cents=amount, facts=facts)

    # ------------------------------------------------------------------ values

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def text(self, name: str) -> str:
        if len(self.get(name)) > _LONGEST:
            self.refuse("too_many_letters", name)
        return self.get(name)

    def amount(self) -> int:
        try:
            cents = parse_euros(self.get("montant"))
        except ValueError:
            self.refuse("bad_number", "montant", value=self.get("montant"))
        if cents == 0:
            self.refuse("endow_nothing", "montant")
        if cents > MOST_CENTS:
            self.refuse("absurd", "montant", value=self.get("montant"))
        return cents

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

    def refuse(self, code: str, name: str, **words: object) -> NoReturn:
        self.note(Level.INDIVIDUAL, code, blocking=True, line=self.line, rubric=name, individual=self.rank, **words)
        raise _Blocked


_READERS: dict[str, Callable[[_Row, str], Any]] = {"annee": _Row.year, "accord": _Row.text}
