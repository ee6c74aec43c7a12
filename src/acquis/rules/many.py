"""A rule asked for many rows at once, by the fastest way that is exact; its body is the same in all of them.

A question is a rule, a law, and those facts that are the same for every row. Asked for a few rows, its body meets NumPy
columns; asked again and again, its expression (`tracing`) becomes one loop of machine code (`compiling`), where the
compiler is there. Numbers so large that 64 bits might not hold a product are computed with Python's own integers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np

from acquis.rules.compiling import WIDENED, Loop, can_compile, loop_of
from acquis.rules.record import Law
from acquis.rules.tracing import NotTraceable, Traced, is_within, read, traced
from acquis.rules.types import Refusal

#: Bits of the numbers that columns may hold. The fewer, the faster the loop divides.
TIERS = (32, 40)
#: Rows for which a question has been asked when it is compiled: most are never asked for so many. Compiling takes some
#: hundredths of a second of processor, NumPy about as long for half a million rows.
WORTH_COMPILING = 100_000

_LARGEST = 2**63 - 1
Column = np.ndarray[Any, Any]
Rule = Callable[[Law, Any], Any]
Constants = tuple[tuple[str, Any], ...]
Kinds = tuple[tuple[str, str], ...]
Names = tuple[str, ...]


def in_columns(rule: Rule, law: Law, facts: Any, *names: str) -> Refusal | tuple[Column, ...]:
    """The columns of some fields of what `rule(law, facts)` answers, or its refusal, which is one for all rows.

    `facts` has one column of flags or whole numbers at least, and all are of one length. Numbers are exact whatever
    their size: in a column of `int64`, or of Python's integers when even the answers do not fit.
    """
    given = {each.name: getattr(facts, each.name) for each in fields(facts)}
    columns = {name: value for name, value in given.items() if isinstance(value, np.ndarray)}
    kinds = tuple((name, column.dtype.name) for name, column in columns.items())
    constants = tuple((name, value) for name, value in given.items() if name not in columns)
    kind: Any = type(facts)
    return _question(rule, law, kind, constants, kinds, names).asked(columns)


@dataclass(slots=True, kw_only=True, eq=False)
class _Way:
    """What a question gives for columns of numbers below 2^`bits`, and its loop once there is one."""

    bits: int
    answers: list[Traced]
    loop: Loop | None = None


class _Question:
    """What is kept of a question from one asking to the next; threads may ask it side by side."""

    def __init__(self, rule: Rule, law: Law, kind: Any, constants: Constants, kinds: Kinds, names: Names) -> None:
        self.rule, self.law, self.kind, self.names = rule, law, kind, names
        self.constants, self.kinds = dict(constants), kinds
        self.rows = 0
        self.refusal: Refusal | None = None
        self.is_traced = all(kind in WIDENED for _, kind in kinds)
        self.ways: list[_Way] = []
        try:
            for bits in TIERS if self.is_traced else ():
                self._trace(bits)
        except NotTraceable:
            self.is_traced = False

    def _trace(self, bits: int) -> None:
        """A way that 64 bits may not hold is none."""
        columns = {
            name: read(at, is_flag=kind == "bool", most=2**bits - 1) for at, (name, kind) in enumerate(self.kinds)
        }
        given = self._given(columns)
        self.refusal = given.refusal
        answers = [] if self.refusal is not None else [traced(getattr(given, name)) for name in self.names]
        if is_within(answers, _LARGEST):
            self.ways.append(_Way(bits=bits, answers=answers))

    def _given(self, columns: Mapping[str, Any]) -> Any:
        return self.rule(self.law, self.kind(**self.constants, **columns))

    def asked(self, columns: Mapping[str, Column]) -> Refusal | tuple[Column, ...]:
        (shape, *others) = {column.shape for column in columns.values()}
        if others or len(shape) != 1:
            raise ValueError(f"columns: must be of one length, not {sorted(map(str, [shape, *others]))}")
        if self.refusal is not None:
            return self.refusal
        self.rows += shape[0]
        if not self.is_traced:
            return self._by_columns(columns, shape)
        if self.rows > WORTH_COMPILING and can_compile():
            return self._by_machine(columns, shape[0]) or self._exactly(columns, shape)
        if not self.ways or _bits(columns) > self.ways[-1].bits:
            return self._exactly(columns, shape)
        return self._by_columns({name: _widened(column) for name, column in columns.items()}, shape)

    def _by_machine(self, columns: Mapping[str, Column], length: int) -> tuple[Column, ...] | None:
        """None where a number is larger than every way allows."""
        read_from = [np.ascontiguousarray(column, column.dtype.newbyteorder("=")) for column in columns.values()]
        for way in self.ways:
            if way.loop is None:
                way.loop = loop_of(way.answers, [kind for _, kind in self.kinds])
            # One block: memory given back in one piece is given again without being cleared.
            numbers = iter(np.empty((len(way.answers), length), dtype=np.int64))
            answers = [np.empty(length, dtype=bool) if each.is_flag else next(numbers) for each in way.answers]
            bits = way.loop(length, *(column.ctypes.data for column in (*read_from, *answers)))
            if bits < 2**way.bits:
                return tuple(answers)
            # Whose numbers were large once will have large ones again.
            self.ways = [other for other in self.ways if other.bits > way.bits] or self.ways
        return None

    def _by_columns(self, columns: Mapping[str, Column], shape: tuple[int, ...]) -> Refusal | tuple[Column, ...]:
        given = self._given(columns)
        if given.refusal is not None:
            refusal: Refusal = given.refusal
            return refusal
        return tuple(np.broadcast_to(getattr(given, name), shape) for name in self.names)

    def _exactly(self, columns: Mapping[str, Column], shape: tuple[int, ...]) -> Refusal | tuple[Column, ...]:
        """With Python's own integers, as for one account."""
        given = self._by_columns(
            {name: column if column.dtype == bool else column.astype(object) for name, column in columns.items()}, shape
        )
        return given if isinstance(given, Refusal) else tuple(map(_in_64_bits, given))


@lru_cache(maxsize=256)
def _question(rule: Rule, law: Law, kind: Hashable, constants: Constants, kinds: Kinds, names: Names) -> _Question:
    return _Question(rule, law, kind, constants, kinds, names)


def _bits(columns: Mapping[str, Column]) -> int:
    """How many bits the largest number takes; 64 where one is negative."""
    numbers = [_widened(column) for column in columns.values() if column.dtype != bool]
    joined = 0
    for column in numbers:
        joined |= int(np.bitwise_or.reduce(column))
    return 64 if joined < 0 else joined.bit_length()


def _widened(column: Column) -> Column:
    return column if column.dtype == bool else column.astype(np.int64, copy=False)


def _in_64_bits(column: Column) -> Column:
    if column.dtype != object:
        return column
    try:
        return column.astype(np.int64)
    except OverflowError:
        return column
