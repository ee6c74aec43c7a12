"""A DSN file as blocks: rubrics one a line, ``S21.G00.40.001,'01012024'``, gathered as long as their numbers grow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .lines import Line

_RUBRIC = re.compile(r"^(S\d{2}\.G\d{2}\.\d{2})\.(\d{3}),'(.*)'$")
#: The blocks that the norm has: the sending, the declaration, what is declared, and the end.
_OF_THE_NORM = re.compile(r"^(?:S10\.G00|S20\.G00|S21\.G00\.(?:0[6-9]|[1-8]\d)|S89\.G00|S90\.G00)")
_BEGUN = re.compile(r"^S\d{2}\.G\d{2}\.\d{2}\.\d{3}")
#: Lines of another kind in the middle of a block, kept until it ends: a file of nothing else must not fill the memory.
_MOST_BROKEN = 1_000
_CLOSING = "S90.G00.90"


@dataclass(slots=True)
class Block:
    """One occurrence of a block: its code, its first line, its values and the line of each by rubric number."""

    code: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def get(self, number: str) -> str:
        return self.values.get(number, "").strip()

    def at(self, number: str) -> int:
        return self.lines.get(number, self.line)

    def rubric(self, number: str) -> str:
        return f"{self.code}.{number}"


@dataclass(slots=True)
class Broken:
    """A line that is no rubric, or one of no block that is known. `cut`: the file ends in the middle of it.

    `rubric`: the one it begins as, if any; `unknown`: it is one, of a block that the norm does not have; `foreign`:
    its letters are not of the encoding of the file.
    """

    line: int
    cut: bool = False
    too_long: bool = False
    foreign: bool = False
    rubric: str = ""
    unknown: bool = False

    @property
    def word(self) -> str:
        """The code of the anomaly."""
        if self.foreign:
            return "foreign_letters"
        return "too_long" if self.too_long else "unknown_rubric" if self.unknown else "malformed"


def blocks(lines: Iterable[Line]) -> Iterator[Block | Broken]:
    """Blocks and broken lines; blank lines are passed over.

    A broken line does not end the block it stands in, which goes on when the next rubric is of it: it is told after
    that block, to which it belongs.
    """
    current: Block | None = None
    last = ""
    broken: list[Broken] = []
    match = _RUBRIC.match
    for line in lines:
        if not line.text and not line.too_long:
            continue
        found = match(line.text)
        known = found is not None and _OF_THE_NORM.match(line.text) is not None
        if found is None or not known or line.foreign:
            begun = _BEGUN.match(line.text)
            rubric = begun[0] if begun else ""
            each = Broken(
                line.number,
                cut=not line.ended,
                too_long=line.too_long,
                foreign=line.foreign,
                rubric=rubric,
                unknown=found is not None,
            )
            broken.append(each)
            if current is None or len(broken) >= _MOST_BROKEN:
                if current is not None:
                    yield current
                    current, last = None, ""
                yield from broken
                broken = []
            continue
        code, number, value = found.groups()
        if current is None or code != current.code or number <= last:
            if current is not None:
                yield current
            # One that begins as a rubric of the block that follows is of that one.
            ahead = [each for each in broken if each.rubric[:10] == code and each.rubric[11:] < number]
            yield from (each for each in broken if each not in ahead)
            broken = ahead
            current = Block(code, line.number)
        current.values[number] = value
        current.lines[number] = line.number
        last = number
    if current is not None:
        yield current
        yield from broken


def is_closing(block: Block) -> bool:
    """The last block of every file: how many rubrics and declarations it holds."""
    return block.code == _CLOSING
