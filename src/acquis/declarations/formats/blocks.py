"""A DSN file as blocks: rubrics one a line, ``S21.G00.40.001,'01012024'``, gathered as long as their numbers grow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .lines import Line

_RUBRIC = re.compile(r"^(S\d{2}\.G\d{2}\.\d{2})\.(\d{3}),'(.*)'$")
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
    """A line that is no rubric. `cut`: the file ends in the middle of it."""

    line: int
    cut: bool = False
    too_long: bool = False


def blocks(lines: Iterable[Line]) -> Iterator[Block | Broken]:
    """Blocks and broken lines, in the order of the file; blank lines are passed over."""
    current: Block | None = None
    last = ""
    match = _RUBRIC.match
    for line in lines:
        if not line.text and not line.too_long:
            continue
        found = match(line.text)
        if found is None:
            if current is not None:
                yield current
                current, last = None, ""
            yield Broken(line.number, cut=not line.ended, too_long=line.too_long)
            continue
        code, number, value = found.groups()
        if current is None or code != current.code or number <= last:
            if current is not None:
                yield current
            current = Block(code, line.number)
        current.values[number] = value
        current.lines[number] = line.number
        last = number
    if current is not None:
        yield current


def is_closing(block: Block) -> bool:
    """The last block of every file: how many rubrics and declarations it holds."""
    return block.code == _CLOSING
