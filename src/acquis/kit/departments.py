"""The 101 departments and 18 regions: names, codes, inhabitants.

`departments.csv` is a table of our own from public facts under the Licence Ouverte 2.0 (Etalab): INSEE, Code officiel
géographique 2024 and legal populations; Mayotte: census of 2017.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department, its region, and its inhabitants."""

    code: str
    name: str
    region: str
    region_name: str
    population: int


@cache
def departments() -> tuple[Department, ...]:
    """Every department, by its code."""
    text = files("acquis.kit").joinpath("departments.csv").read_text(encoding="utf-8")
    return tuple(
        Department(
            code=row["department"],
            name=row["name"],
            region=row["region"],
            region_name=row["region_name"],
            population=int(row["population"]),
        )
        for row in csv.DictReader(text.splitlines(), delimiter=";")
    )


@cache
def regions() -> tuple[tuple[str, str], ...]:
    """(code, name) of every region, in the order of their codes."""
    return tuple(sorted({(each.region, each.region_name) for each in departments()}))


@cache
def department(code: str) -> Department | None:
    """A department by its code (``2A``, ``974``), or None."""
    return next((each for each in departments() if each.code == code), None)


def of_postal_code(postal_code: str) -> str:
    """The code of the department of a postal code (``20090`` gives ``2A``); empty when there is none."""
    if not (len(postal_code) == 5 and postal_code.isdigit()):
        return ""
    if postal_code.startswith("20"):
        return "2A" if postal_code[2] in "01" else "2B"
    return postal_code[:3] if postal_code[:2] in ("97", "98") else postal_code[:2]
