"""A rule asked for many rows at once, by the fastest way that is exact; its body is the same in all of them.

A question is a rule, a law, and those facts that are the same for every row. Asked for a few rows, its body meets NumPy
columns; asked again and again, its expression (`tracing`) becomes one loop of machine code (`compiling`), where the
compiler is there. Numbers so large that 64 bits might not hold a product are computed with Python's own integers.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

import numpy as np

from acquis.rules.compiling import WIDENED, Loop, can_compile, loop_of, written
from acquis.rules.tracing import NotTraceable, Traced, is_reason, is_within, read, traced
from acquis.rules.types import Refusal

#: Bits of the numbers that columns may hold. The fewer, the faster the loop divides.
TIERS = (32, 40)
#: An expression is compiled once NumPy has spent about as long on it as compiling takes, some hundredths of a second:
#: so many rows, each asking counting for some more. Most are never asked for so many.
WORTH_COMPILING, AN_ASKING = 300_000, 4_000

_FLAGS, _NUMBERS = np.dtype(bool), np.dtype(np.int64)
_LARGEST = 2**63 - 1
Column = np.ndarray[Any, Any]
Rule = Callable[[Any, Any], Any]
Constants = tuple[tuple[str, Any], ...]
Kinds = tuple[tuple[str, np.dtype[Any]], ...]
Names = tuple[str, ...]


def in_columns(
    rule: Rule, law: Any, facts: Any, *names: str, into: Sequence[Column] | None = None
) -> Refusal | tuple[Column, ...]:
    """The columns of some fields of what `rule(law, facts)` answers, or its refusal where it is one for all rows.

    `facts` has one column of flags or whole numbers at least, and all are of one length. Numbers are exact whatever
    their size: in a column of `int64`, or of Python's integers when even the answers do not fit. `into` are columns of
    `int64` or `bool`, one a name and none of them in `facts`, in which the answers are to be written.
    """
    kind: Any = type(facts)
    columns: dict[str, Column] = {}
    constants: list[tuple[str, Any]] = []
    kinds: list[tuple[str, np.dtype[Any]]] = []
    for name in _fields(kind):
        value = getattr(facts, name)
        if isinstance(value, np.ndarray):
            columns[name] = value
            kinds.append((name, value.dtype))
        else:
            constants.append((name, value))
    return _question(rule, _Same(law), kind, tuple(constants), tuple(kinds), names).asked(columns, into)


class _Same:
    """A law known by being that very object: comparing two laws costs more than asking them for a thousand rows."""

    __slots__ = ("law",)

    def __init__(self, law: Any) -> None:
        self.law = law

    def __hash__(self) -> int:
        return id(self.law)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.law is self.law


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@dataclass(slots=True, eq=False)
class _Expression:
    """A loop in words, the rows that it was asked for so far, and its machine code once there is some."""

    source: str
    columns: int
    rows: int = 0
    loop: Loop | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Way:
    """What a question gives for columns of numbers below 2^`bits`; `are_flags` tells flags from numbers."""

    bits: int
    are_flags: tuple[bool, ...]
    expression: _Expression

    def empty(self, length: int) -> list[Column]:
        # One block: memory given back in one piece is given again without being cleared.
        numbers = iter(np.empty((len(self.are_flags), length), dtype=np.int64))
        return [np.empty(length, dtype=bool) if is_flag else next(numbers) for is_flag in self.are_flags]


class _Question:
    """What is kept of a question from one asking to the next; threads may ask it side by side."""

    def __init__(self, rule: Rule, law: Any, kind: Any, constants: Constants, kinds: Kinds, names: Names) -> None:
        self.rule, self.law, self.kind, self.names = rule, law, kind, names
        self.constants = dict(constants)
        self.kinds = [(name, kind.name) for name, kind in kinds]
        self.refusal: Refusal | None = None
        self.is_traced = all(kind in WIDENED for _, kind in self.kinds)
        self.tier = 0
        self._ways: dict[int, _Way | None] = {}
        self._way(0)

    def _way(self, tier: int) -> _Way | None:
        """None where 64 bits may not hold a number on the way, and past the last tier."""
        if tier == len(TIERS) or not self.is_traced:
            return None
        if tier not in self._ways:
            try:
                self._ways[tier] = self._traced(TIERS[tier])
            except NotTraceable:
                self.is_traced = False
                return None
        return self._ways[tier]

    def _traced(self, bits: int) -> _Way | None:
        columns = {
            name: read(at, is_flag=kind == "bool", most=2**bits - 1) for at, (name, kind) in enumerate(self.kinds)
        }
        given = self._given(columns)
        if given.refusal is not None and not isinstance(given.refusal, Traced):
            self.refusal = given.refusal
            return None
        answers = [traced(getattr(given, name)) for name in self.names]
        if any(map(is_reason, answers)):
            raise NotTraceable("a reason is asked for")
        if not is_within(answers, _LARGEST):
            return None
        source = written(answers, [kind for _, kind in self.kinds])
        are_flags = tuple(answer.is_flag for answer in answers)
        return _Way(bits=bits, are_flags=are_flags, expression=_expression(source, len(columns) + len(answers)))

    def _given(self, columns: Mapping[str, Any]) -> Any:
        return self.rule(self.law, self.kind(**self.constants, **columns))

    def asked(self, columns: Mapping[str, Column], into: Sequence[Column] | None) -> Refusal | tuple[Column, ...]:
        (shape, *others) = {column.shape for column in (*columns.values(), *(into or ()))}
        if others or len(shape) != 1:
            raise ValueError(f"columns: must be of one length, not {sorted(map(str, [shape, *others]))}")
        if self.refusal is not None:
            return self.refusal
        found = self._found(columns, into, shape)
        if into is None or isinstance(found, Refusal) or found[0] is into[0]:
            return found
        for column, answer in zip(into, found, strict=True):
            column[...] = answer
        return tuple(into)

    def _found(
        self, columns: Mapping[str, Column], into: Sequence[Column] | None, shape: tuple[int, ...]
    ) -> Refusal | tuple[Column, ...]:
        if not self.is_traced:
            return self._by_columns(columns, shape)
        tier = self.tier
        while (way := self._way(tier)) is not None:
            found = self._by(way, columns, into, shape)
            if found is not None:
                # Whose numbers were large once will have large ones again.
                self.tier = tier
                return found
            tier += 1
        return self._exactly(columns, shape)

    def _by(
        self, way: _Way, columns: Mapping[str, Column], into: Sequence[Column] | None, shape: tuple[int, ...]
    ) -> Any:
        """By machine code where it pays, else by NumPy; None where a number is larger than the way allows."""
        expression = way.expression
        expression.rows += shape[0] + AN_ASKING
        if expression.rows > WORTH_COMPILING and can_compile():
            if expression.loop is None:
                expression.loop = loop_of(expression.source, expression.columns)
            return _by_machine(way, expression.loop, columns, into or way.empty(shape[0]))
        if _bits(columns) > way.bits:
            return None
        return self._by_columns({name: _widened(column) for name, column in columns.items()}, shape)

    def _by_columns(self, columns: Mapping[str, Column], shape: tuple[int, ...]) -> Refusal | tuple[Column, ...]:
        given = self._given(columns)
        if given.refusal is not None and not isinstance(given.refusal, np.ndarray):
            refusal: Refusal = given.refusal
            return refusal
        return tuple(np.broadcast_to(getattr(given, name), shape) for name in self.names)

    def _exactly(self, columns: Mapping[str, Column], shape: tuple[int, ...]) -> Refusal | tuple[Column, ...]:
        """With Python's own integers, as for one account."""
        given = self._by_columns(
            {name: column if column.dtype == bool else column.astype(object) for name, column in columns.items()}, shape
        )
        return given if isinstance(given, Refusal) else tuple(map(_in_64_bits, given))


def _by_machine(
    way: _Way, loop: Loop, columns: Mapping[str, Column], into: Sequence[Column]
) -> tuple[Column, ...] | None:
    for column, is_flag in zip(into, way.are_flags, strict=True):
        if column.dtype is not (_FLAGS if is_flag else _NUMBERS) or not column.flags.c_contiguous:
            raise TypeError(f"into: must be contiguous columns of int64 or bool, not {column.dtype}")
    read_from = [
        column
        if column.flags.c_contiguous and column.dtype.isnative
        else np.ascontiguousarray(column, column.dtype.newbyteorder("="))
        for column in columns.values()
    ]
    if not len(into[0]):
        return tuple(into)
    bits = loop(len(into[0]), *map(_address, (*read_from, *into)))
    return tuple(into) if bits < 2**way.bits else None


def _address(column: Column) -> int:
    """Where a column that is not empty begins in memory, by the shorter of two ways."""
    if column.flags.writeable:
        buffer: Any = column
        return ctypes.addressof(ctypes.c_char.from_buffer(buffer))
    address: int = column.__array_interface__["data"][0]
    return address


@lru_cache(maxsize=1024)
def _expression(source: str, columns: int) -> _Expression:
    """Questions whose answers are the same words share them: most years have the law of the year before."""
    return _Expression(source, columns)


@lru_cache(maxsize=1024)
def _question(rule: Rule, law: _Same, kind: Hashable, constants: Constants, kinds: Kinds, names: Names) -> _Question:
    return _Question(rule, law.law, kind, constants, kinds, names)


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
