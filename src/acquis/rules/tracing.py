"""A rule written down: called once with traced numbers, its body leaves the expression of every number it gives.

A traced number stands for every row of a column. It goes through NumPy's own protocols, so that the body of a rule and
the words of `vocabulary` meet it as they meet a column; each operation becomes a node that knows between which bounds
its values lie. Bounds are exact Python integers: an expression all of whose bounds fit in 64 bits cannot overflow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

Bounds = tuple[int, int]
FLAG: Bounds = (0, 1)


class NotTraceable(TypeError):
    """The rule does with a column what no node stands for: it is then asked with the columns themselves."""


@dataclass(frozen=True, slots=True, eq=False)
class Traced(NDArrayOperatorsMixin):
    """One number or flag of every row: `word` of its `parts`, a column read (`read`), or the same for all.

    What is the same for all is a whole number (`whole`) or a reason (`reason`). `value` is that number, the place of
    the column, or that of the reason. `least` and `most` are both reached or wider.
    """

    word: str
    parts: tuple[Traced, ...]
    is_flag: bool
    least: int
    most: int
    value: int = 0

    def __array_ufunc__(self, ufunc: Any, method: str, *operands: Any, **named: Any) -> Traced:
        if method != "__call__" or named or ufunc.__name__ not in _WORDS:
            raise NotTraceable(f"{ufunc.__name__} {method}")
        return _WORDS[ufunc.__name__](ufunc.__name__, *map(traced, operands))

    def __array_function__(self, function: Any, types: Any, operands: Any, named: Any) -> Traced:
        if function is not np.where or named or len(operands) != 3:
            raise NotTraceable(function.__name__)
        condition, yes, no = map(traced, operands)
        if not condition.is_flag:
            raise NotTraceable("a condition that is no flag")
        is_flag = yes.is_flag and no.is_flag
        return Traced("choose", (condition, yes, no), is_flag, min(yes.least, no.least), max(yes.most, no.most))

    def __bool__(self) -> bool:
        raise NotTraceable("a column has no single truth")


def read(place: int, *, is_flag: bool, most: int) -> Traced:
    """The column at a place, whose numbers are from 0 to `most`."""
    return Traced("read", (), is_flag, 0, 1 if is_flag else most, place)


def traced(value: Any) -> Traced:
    """A value of the rule as a node. Raises NotTraceable for what is no whole number, no reason and not None."""
    if isinstance(value, Traced):
        return value
    if value is None or isinstance(value, StrEnum):
        if value not in _REASONS:
            _REASONS.append(value)
        place = _REASONS.index(value)
        return Traced("reason", (), False, place, place, place)
    if isinstance(value, (bool, np.bool_)):
        return Traced("whole", (), True, int(value), int(value), int(value))
    if isinstance(value, (int, np.integer)):
        return Traced("whole", (), False, int(value), int(value), int(value))
    raise NotTraceable(f"{type(value).__name__} is no whole number")


def is_within(answers: Iterable[Traced], largest: int) -> bool:
    """Whether no number on the way to the answers may be farther from 0 than `largest`."""
    seen: set[int] = set()
    waiting = list(answers)
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        if max(-node.least, node.most) > largest:
            return False
        seen.add(id(node))
        waiting += node.parts
    return True


#: Reasons are told apart by their places here.
_REASONS: list[StrEnum | None] = [None]


def is_reason(node: Traced) -> bool:
    """Whether an answer is a reason: rows may be told apart by it on the way, but no column of numbers holds it."""
    return node.word == "reason" or (node.word == "choose" and any(map(is_reason, node.parts[1:])))


def _sum(word: str, a: Traced, b: Traced) -> Traced:
    return Traced(word, (a, b), False, a.least + b.least, a.most + b.most)


def _difference(word: str, a: Traced, b: Traced) -> Traced:
    return Traced(word, (a, b), False, a.least - b.most, a.most - b.least)


def _opposite(word: str, a: Traced) -> Traced:
    return Traced(word, (a,), False, -a.most, -a.least)


def _product(word: str, a: Traced, b: Traced) -> Traced:
    corners = [x * y for x in (a.least, a.most) for y in (b.least, b.most)]
    return Traced(word, (a, b), False, min(corners), max(corners))


def _quotient(word: str, a: Traced, b: Traced) -> Traced:
    """Cut to the whole below; NumPy answers 0 to a division by 0, and so does this."""
    if b.least < 0:
        raise NotTraceable("a divisor that may be negative")
    corners = [x // y for x in (a.least, a.most) for y in (max(1, b.least), max(1, b.most))]
    if b.least == 0:
        corners.append(0)
    return Traced(word, (a, b), False, min(corners), max(corners))


def _least(word: str, a: Traced, b: Traced) -> Traced:
    return Traced(word, (a, b), a.is_flag and b.is_flag, min(a.least, b.least), min(a.most, b.most))


def _most(word: str, a: Traced, b: Traced) -> Traced:
    return Traced(word, (a, b), a.is_flag and b.is_flag, max(a.least, b.least), max(a.most, b.most))


def _comparison(word: str, a: Traced, b: Traced) -> Traced:
    return Traced(word, (a, b), True, *FLAG)


def _of_flags(word: str, *parts: Traced) -> Traced:
    if not all(part.is_flag for part in parts):
        raise NotTraceable(f"{word} of numbers")
    return Traced(word, parts, True, *FLAG)


#: The words of an expression, by the names of NumPy's functions.
_WORDS: dict[str, Any] = {
    "add": _sum,
    "subtract": _difference,
    "negative": _opposite,
    "multiply": _product,
    "floor_divide": _quotient,
    "minimum": _least,
    "maximum": _most,
    "less": _comparison,
    "less_equal": _comparison,
    "greater": _comparison,
    "greater_equal": _comparison,
    "equal": _comparison,
    "not_equal": _comparison,
    "bitwise_and": _of_flags,
    "bitwise_or": _of_flags,
    "logical_not": _of_flags,
}
