"""The few words in which the rules are written, so that one body serves one account and columns of accounts.

A field typed `Cents`, `Flag` or `Day` holds a value, or a NumPy column of such values (`int64`, `bool`,
`datetime64[D]`). Values are Python's own exact integers (or fractions); columns are exact as long as the products
stay below 2**63, which sums of the size of an account never approach. There is no binary fraction anywhere.
"""

from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

import numpy as np

from acquis.rules.tracing import Traced

# The second half of each union stands for a column: NumPy and Python share the operators, not the types.
Cents: TypeAlias = int | Any
Hours: TypeAlias = int | Any
Number: TypeAlias = int | Any
Percent: TypeAlias = int | Any
Flag: TypeAlias = bool | Any
Day: TypeAlias = date | Any


def is_column(*values: Any) -> bool:
    """Whether one at least of the values is a column."""
    return any(isinstance(value, (np.ndarray, Traced)) for value in values)


def choose(condition: Flag, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, `no` elsewhere."""
    if is_column(condition):
        return np.where(condition, yes, no)
    return yes if condition else no


def at_most(limit: Any, value: Any) -> Any:
    """The value, or the limit where the value is above it."""
    return np.minimum(limit, value) if is_column(limit, value) else min(limit, value)


def at_least(floor: Any, value: Any) -> Any:
    """The value, or the floor where the value is below it."""
    return np.maximum(floor, value) if is_column(floor, value) else max(floor, value)


def none_of(*conditions: Flag) -> Flag:
    """True where every condition is false (Python's `~True` is -2: this is the safe word)."""
    met: Any = False
    for condition in conditions:
        met = met | condition
    return np.logical_not(met) if is_column(met) else not met


def share(amount: Number, part: Number, whole: Number) -> Number:
    """`amount` × `part` / `whole`, cut to the whole unit below."""
    return amount * part // whole


def share_rounded_up(amount: Number, part: Number, whole: Number) -> Number:
    """`amount` × `part` / `whole`, to the whole unit above; an exact unit stays."""
    return -(-amount * part // whole)


def share_nearest(amount: Number, part: Number, whole: Number) -> Number:
    """`amount` × `part` / `whole`, to the nearest whole unit, halves up."""
    return (2 * amount * part + whole) // (2 * whole)


def share_nearest_halves_down(amount: Number, part: Number, whole: Number) -> Number:
    """`amount` × `part` / `whole`, to the nearest whole unit, halves down."""
    return -((whole - 2 * amount * part) // (2 * whole))


def refuse_when(condition: Flag, refusal: StrEnum, otherwise: Any = None) -> Any:
    """`refusal` where the condition holds, else what later checks say. Written with the first check outermost."""
    if isinstance(condition, Traced):
        return choose(condition, refusal, otherwise)
    if not is_column(condition, otherwise) or isinstance(otherwise, Traced):
        return refusal if condition else otherwise
    shape = np.broadcast(condition, otherwise).shape if is_column(otherwise) else np.shape(condition)
    answer = np.empty(shape, dtype=object)
    answer[...] = otherwise
    answer[np.broadcast_to(condition, shape)] = refusal
    return answer


def unless_refused(refusal: Any, amount: Any) -> Any:
    """The amount, or 0 where there is a refusal: a refused account is promised nothing."""
    if is_column(refusal):
        nothing: Any = None
        return np.where(np.equal(refusal, nothing), amount, 0)
    return amount if refusal is None else amount * 0


def total(amounts: Any) -> Any:
    """The sum of a few values or columns; 0 for none."""
    result: Any = 0
    for amount in amounts:
        result = result + amount
    return result
