"""How the values of a contract are read, and how what is wrong in them is told: by block, rubric, line and rank."""

from __future__ import annotations

from datetime import date
from typing import NoReturn, Protocol

from ..types import Level
from . import codes
from .blocks import Block
from .fields import MOST_HOURS_A_MONTH, day, hundredths

#: A leap year's days, in hundredths.
_MOST_DAYS = 36_600


class Note(Protocol):
    """How a finding is told: level, code, and where; `words` fill the sentence."""

    def __call__(
        self,
        level: Level,
        code: str,
        /,
        *,
        blocking: bool,
        line: int | None = None,
        rubric: str = "",
        individual: int | None = None,
        **words: object,
    ) -> None: ...


class Blocked(Exception):
    """The contract cannot be taken; what is wrong has been told."""


class Values:
    """The values of one contract. A wrong one is told and blocks the contract."""

    def __init__(self, head: Block, rank: int, note: Note) -> None:
        self.head, self.rank, self.note = head, rank, note

    def _day(self, block: Block, number: str) -> date:
        written = block.get(number)
        try:
            return day(written)
        except ValueError:
            self._refuse("bad_date" if written else "missing", block, number, value=written)

    def _number(self, block: Block, number: str) -> int:
        try:
            return hundredths(block.get(number))
        except ValueError:
            self._refuse("bad_number", block, number, value=block.get(number))

    def _quantity(self, number: str, unit: str) -> int | None:
        """A quantity of work; None when it is not given, or is nothing."""
        head = self.head
        if not head.get(number):
            return None
        value = self._number(head, number)
        if value < 0:
            self._refuse("negative", head, number, value=head.get(number))
        if value > (_MOST_DAYS if unit in (codes.DAYS_UNIT, codes.DAY_RATE_UNIT) else MOST_HOURS_A_MONTH):
            self._refuse("absurd", head, number, value=head.get(number))
        return value or None

    def _tell(self, code: str, block: Block, number: str, **words: object) -> None:
        self.note(
            Level.CONTRACT, code, blocking=False, line=block.at(number), rubric=block.rubric(number),
            individual=self.rank, **words,
        )  # fmt: skip

    def _refuse(self, code: str, block: Block, number: str, **words: object) -> NoReturn:
        self.note(
            Level.CONTRACT, code, blocking=True, line=block.at(number), rubric=block.rubric(number),
            individual=self.rank, **words,
        )  # fmt: skip
        raise Blocked
