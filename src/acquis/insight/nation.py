"""The shares from which a nation is drawn: `data/nation.toml`, read and checked.

Each table says on what its figures rest: the register of rules, public statistics, or an assumption that whoever
knows better replaces.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from acquis.kit.departments import departments, regions

#: First ages of the bands by which people are told apart; the last one ends with the working life.
AGE_BANDS = (16, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65)
BASES = ("register", "statistics", "assumption")

Spread = list[list[int]]


class NationFileError(ValueError):
    """A table of shares is wrong; the message names the table and the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One table of shares and what it rests on: `basis` is one of `BASES`."""

    name: str
    label: str
    basis: str
    as_of: date
    source: str
    figures: Mapping[str, Any]


@cache
def shares() -> Mapping[str, Share]:
    """Every table of `nation.toml` by its name. Raises NationFileError."""
    return read(files("acquis.insight").joinpath("data", "nation.toml").read_text(encoding="utf-8"))


def read(text: str) -> dict[str, Share]:
    """The tables of a file of shares. Raises NationFileError naming the table and the field."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NationFileError(f"nation.toml: {error}") from error
    return {name: _share(name, table) for name, table in tables.items()}


def region_of_department() -> Any:
    """A column: for each department in order, the place of its region in `regions()`."""
    places = {code: place for place, (code, _name) in enumerate(regions())}
    return np.array([places[each.region] for each in departments()], dtype=np.int8)


def band_of_age() -> Any:
    """A column: for each age from 0 to 127, the place of its band in `AGE_BANDS`."""
    return np.clip(np.searchsorted(AGE_BANDS, np.arange(128), side="right") - 1, 0, None).astype(np.int8)


def by_age(figures: Mapping[str, int], where: str) -> Any:
    """A column of the figure of each age from 0 to 127, from one figure a band. Raises NationFileError."""
    if tuple(int(age) for age in figures) != AGE_BANDS:
        raise NationFileError(f"nation.toml: {where}: must give one figure for each of {AGE_BANDS}")
    return np.array(list(figures.values()), dtype=np.float64)[band_of_age()]


def _share(name: str, table: Any) -> Share:
    where = f"nation.toml: {name}"
    if not isinstance(table, dict):
        raise NationFileError(f"{where}: must be a table")
    for field in ("label", "source"):
        if not isinstance(table.get(field), str) or not table[field].strip():
            raise NationFileError(f"{where}: {field}: must be a text, not empty")
    if table.get("basis") not in BASES:
        raise NationFileError(f"{where}: basis: must be one of {', '.join(BASES)}")
    if type(table.get("as_of")) is not date:
        raise NationFileError(f"{where}: as_of: must be a day")
    figures = {k: v for k, v in table.items() if k not in ("label", "basis", "as_of", "source")}
    for field, value in figures.items():
        _check_figures(value, f"{where}: {field}")
    return Share(
        name=name,
        label=table["label"],
        basis=table["basis"],
        as_of=table["as_of"],
        source=table["source"],
        figures=figures,
    )


def _check_figures(value: Any, where: str) -> None:
    """Whole numbers, 0 or more, however deep."""
    if isinstance(value, dict):
        for key, each in value.items():
            _check_figures(each, f"{where}.{key}")
    elif isinstance(value, list):
        for place, each in enumerate(value):
            _check_figures(each, f"{where}[{place}]")
    elif type(value) is not int or value < 0:
        raise NationFileError(f"{where}: must be a whole number, 0 or more, not {value!r}")
