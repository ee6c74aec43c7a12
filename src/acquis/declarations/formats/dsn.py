"""A DSN file as declarations and individuals, one at a time: what is right in it, and a word on all that is not.

Only one individual is ever held. A broken line costs the individual it stands in, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from ..types import Header, Individual, Level, Source
from . import codes
from .blocks import Block, Broken, is_closing
from .fields import day, is_siret, month_of
from .individuals import individual_of
from .values import Note

_SENDER, _DECLARATION = "S10.G00.01", "S20.G00.05"
_COMPANY, _PLACE, _INDIVIDUAL = "S21.G00.06", "S21.G00.11", "S21.G00.30"
#: Blocks of an individual; what precedes the first individual is the establishment's own business.
_OF_INDIVIDUALS = tuple(f"S21.G00.{n}" for n in range(31, 90))


@dataclass(slots=True)
class Unread:
    """An individual of which nothing could be taken, or whose declaration could not."""

    rank: int


@dataclass(slots=True)
class Ended:
    """The declaration under way is over; `whole` when the file goes on after it."""

    whole: bool


Item = Header | Individual | Unread | Ended


@dataclass(slots=True)
class _Person:
    """The blocks of one individual as they come."""

    rank: int
    blocks: list[Block]
    broken: list[Broken] = field(default_factory=list)


class _Wrong(Exception):
    """A declaration that cannot be taken: what is wrong, in which rubric, and its value unless the rubric holds it."""

    def __init__(self, code: str, block: Block, number: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.block, self.number, self.value = code, block, number, value or block.get(number)


class Reading:
    """One passage over a file. `counts` grows as it goes."""

    def __init__(self, note: Note, today: date) -> None:
        self.note, self.today = note, today
        self.counts = {"rubrics": 0, "declarations": 0, "individuals": 0, "contracts.no_work": 0}
        self.closed = False
        self.cut = False
        self._last, self._broken_lines = 0, 0
        self._sender: tuple[str, str] = ("", "")
        self._declaration: Block | None = None
        self._company: Block | None = None
        self._header: Header | None = None
        self._skipped = True
        self._person: _Person | None = None

    def items(self, found: Iterable[Block | Broken]) -> Iterator[Item]:
        """Headers, individuals, refused individuals and ends of declarations, in the order of the file."""
        for each in found:
            if isinstance(each, Broken):
                self._broken(each)
                continue
            self._last = max(self._last, *each.lines.values())
            self.counts["rubrics"] += len(each.values)
            if each.code == _INDIVIDUAL:
                yield from self._flush()
                self.counts["individuals"] += 1
                self._person = _Person(self.counts["individuals"], [each])
            elif self._person is not None and each.code.startswith(_OF_INDIVIDUALS):
                self._person.blocks.append(each)
            else:
                yield from self._flush()
                yield from self._above(each)
        if not self.closed:
            # The last individual may be cut: it is not taken, whatever can be read of it.
            self.cut = True
            left_out = self._person.rank if self._person is not None else None
            if self._person is not None:
                yield Unread(self._person.rank)
                self._person = None
            self.note(Level.FILE, "truncated", blocking=True, line=self._last or None, individual=left_out)
        yield from self._flush()
        if self._header is not None:
            yield Ended(whole=not self.cut)
            self._header = None

    def _above(self, block: Block) -> Iterator[Item]:
        """Blocks of the sending, the declaration and the establishment."""
        if block.code == _SENDER:
            self._sender = (block.get("001") + block.get("002"), block.get("003"))
        elif block.code == _DECLARATION:
            if self._header is not None:
                yield Ended(whole=True)
            self.counts["declarations"] += 1
            self._declaration, self._company, self._header, self._skipped = block, None, None, True
        elif block.code == _COMPANY:
            self._company = block
        elif block.code == _PLACE and self._header is None:
            self._header = self._head(block)
            self._skipped = self._header is None
            if self._header is not None:
                yield self._header
        elif is_closing(block):
            self.closed = bool(block.get("002"))
            told, found = block.get("001"), self.counts["rubrics"]
            # Whoever made the file may have counted the lines that are no rubric.
            if told.isdecimal() and not found <= int(told) <= found + self._broken_lines:
                self.note(
                    Level.FILE, "total_differs", blocking=False, line=block.line, rubric=block.rubric("001"),
                    told=told, found=found,
                )  # fmt: skip

    def _broken(self, each: Broken) -> None:
        self._last = max(self._last, each.line)
        self._broken_lines += 1
        if self._person is not None:
            self._person.broken.append(each)
        elif not each.cut:
            self.note(Level.FILE, each.word, blocking=True, line=each.line, rubric=each.rubric)

    def _flush(self) -> Iterator[Item]:
        person, self._person = self._person, None
        if person is None:
            return
        if self._skipped or self._header is None:
            yield Unread(person.rank)
            return
        made = individual_of(
            person.blocks, person.broken, rank=person.rank, header=self._header, note=self.note, counts=self.counts
        )
        yield Unread(person.rank) if made is None else made

    def _head(self, place: Block) -> Header | None:
        """The header, once the establishment is known; None when the declaration cannot be taken."""
        declaration, company = self._declaration, self._company
        if declaration is None or company is None:
            self.note(Level.DECLARATION, "orphan", blocking=True, line=place.line, rubric=place.code)
            return None
        try:
            return self._checked(declaration, company, place)
        except _Wrong as wrong:
            block, number = wrong.block, wrong.number
            self.note(
                Level.DECLARATION, wrong.code, blocking=wrong.code != "not_monthly", line=block.at(number),
                rubric=block.rubric(number), value=wrong.value,
            )  # fmt: skip
            return None

    def _checked(self, declaration: Block, company: Block, place: Block) -> Header:
        nature, kind = declaration.get("001"), declaration.get("002")
        if nature not in codes.NATURES:
            raise _Wrong("unknown_code", declaration, "001")
        if nature != codes.MONTHLY:
            raise _Wrong("not_monthly", declaration, "001")
        if kind not in codes.TYPES:
            raise _Wrong("unknown_code", declaration, "002")
        siret = company.get("001") + place.get("001")
        if not is_siret(siret):
            raise _Wrong("siret", place, "001", siret)
        order = declaration.get("004")
        if not (order.isascii() and order.isdecimal() and len(order) <= 9):
            raise _Wrong("bad_number", declaration, "004")
        try:
            first, last = month_of(day(declaration.get("005")))
        except ValueError:
            raise _Wrong("bad_date", declaration, "005") from None
        if first > self.today:
            raise _Wrong("period_in_future", declaration, "005")
        return Header(
            source=Source.DSN,
            lineage=f"dsn {siret} {first:%Y-%m} {declaration.get('003')[:2] or '11'}",
            order=int(order),
            siret=siret,
            # The company's own name is not in the norm; the sender's is, when the company sends for itself.
            employer=self._sender[1] if self._sender[0][:9] == siret[:9] else "",
            period_from=first,
            period_to=last,
            replaces=kind in (codes.REPLACES, codes.REPLACES_EMPTY),
            cancels=kind == codes.CANCELS,
        )
