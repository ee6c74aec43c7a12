"""A nation written to one file of columns, slice by slice: memory stays flat whatever the number of accounts."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .population import REGIMES, SCALES, UNITS, Population, Slice

#: name: (type, what it holds). The order of a file's columns.
COLUMNS: dict[str, tuple[str, str]] = {
    "regime": ("int8", "place in the list of regimes"),
    "unit": ("int8", "place in the list of units"),
    "worked": ("int32", "parts of the unit; cents for pay"),
    "reference": ("int32", "parts of the unit; 0 where the law's own full year serves"),
    "low_qualified": ("bool", "for public agents: category C and low-qualified"),
    "oeth": ("bool", "disability status"),
    "contribution_paid": ("bool", "self-employed only"),
    "is_part_time_post": ("bool", "public agents only"),
    "age": ("int8", "years"),
    "department": ("int8", "place in the list of departments"),
    "balance": ("int32", "yearly counter: cents; hours for public agents"),
}

Told = Callable[[int], None]


def columns_of(drawn: Slice) -> dict[str, Any]:
    """The columns of one slice, in the types of the file."""
    columns = {name: np.zeros(drawn.size, dtype=kind) for name, (kind, _) in COLUMNS.items()}
    for name in ("low_qualified", "oeth", "age", "department", "balance"):
        columns[name][:] = getattr(drawn, name)
    for block in drawn.blocks:
        own = slice(block.start, block.stop)
        columns["regime"][own], columns["unit"][own] = REGIMES.index(block.regime), UNITS.index(block.unit)
        for name in ("worked", "reference", "contribution_paid", "is_part_time_post"):
            value = getattr(block, name)
            if value is not None:
                columns[name][own] = value
    return columns


def write(population: Population, path: Path, *, told: Told = lambda done: None) -> None:
    """Write the nation as `.npz`; `told` hears how many accounts are drawn. An unfinished file is never left there.

    Besides the columns the file holds `regimes`, `units`, `scales` (parts to one, by unit), and `seed`.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".nation-") as folder:
        files = {
            name: np.lib.format.open_memmap(
                Path(folder, f"{name}.npy"), mode="w+", dtype=np.dtype(kind), shape=(population.accounts,)
            )
            for name, (kind, _) in COLUMNS.items()
        }
        done = 0
        for drawn in population.slices():
            for name, column in columns_of(drawn).items():
                files[name][done : done + drawn.size] = column
            done += drawn.size
            told(done)
        for file in files.values():
            file.flush()
        files.clear()
        np.save(Path(folder, "regimes.npy"), np.array([str(each) for each in REGIMES]))
        np.save(Path(folder, "units.npy"), np.array([str(each) for each in UNITS]))
        np.save(Path(folder, "scales.npy"), np.array([SCALES[each] for each in UNITS]))
        np.save(Path(folder, "seed.npy"), np.array(population.seed))
        whole = Path(folder, "whole.npz")
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for part in sorted(Path(folder).glob("*.npy")):
                archive.write(part, part.name)
                part.unlink()
        os.replace(whole, path)
