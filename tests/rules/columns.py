"""One rule on many: the same facts asked one by one and as columns must give the same answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np


def column(values: Sequence[Any]) -> Any:
    """Values of one kind as a NumPy column."""
    if isinstance(values[0], date):
        return np.array(values, dtype="datetime64[D]")
    if isinstance(values[0], bool):
        return np.array(values, dtype=bool)
    return np.array(values, dtype=np.int64)


def same_on_one_and_on_many(rule: Callable[[Any], Any], one_by_one: Sequence[Any], as_columns: Any) -> None:
    """Assert that `rule(as_columns)` holds, row by row, what `rule` answers to each of `one_by_one`."""
    many = rule(as_columns)
    for row, facts in enumerate(one_by_one):
        one = rule(facts)
        for field in fields(one):
            _same(getattr(one, field.name), getattr(many, field.name), row, f"row {row}, {field.name}, {facts}")


def _same(alone: Any, in_column: Any, row: int, where: str) -> None:
    if isinstance(alone, Mapping):
        for key, value in alone.items():
            _same(value, in_column[key], row, f"{where}[{key}]")
        return
    there = in_column[row] if isinstance(in_column, np.ndarray) else in_column
    if isinstance(there, np.datetime64):
        there = there.astype(object)
    assert there == alone, f"{where}: {alone} alone, {there} in a column"
