"""Arrays in one file, mapped into memory where they lie: what a segment of the index is on the disk.

The file ends with its table of contents and is written under another name first: what bears its own name is whole.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_MAGIC = b"ACQUISX2"
_ALIGNED = 64


def write(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, Any] | None = None) -> int:
    """Write arrays of one dimension, durably; returns the size of the file in bytes. `facts` is plain JSON."""
    told = path.with_suffix(path.suffix + ".new")
    contents = {}
    with open(told, "wb") as file:
        for name, array in arrays.items():
            file.write(b"\0" * (-file.tell() % _ALIGNED))
            contents[name] = (file.tell(), array.dtype.str, len(array))
            file.write(np.ascontiguousarray(array).data.cast("B"))
        at = file.tell()
        file.write(json.dumps({"arrays": contents, "facts": dict(facts or {})}).encode())
        file.write(at.to_bytes(8, "little") + _MAGIC)
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    os.replace(told, path)
    return size


def opened(path: Path) -> tuple[dict[str, Array], dict[str, Any]]:
    """The arrays of a file and its facts. ValueError when it is no such file; the arrays are not to be written."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < 16:
            raise ValueError(f"{path}: too short for a segment")
        # Copied on writing, and nobody writes: compiled loops refuse arrays that are marked as read-only.
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    if held[-8:] != _MAGIC:
        raise ValueError(f"{path}: not a segment of this version")
    table = json.loads(held[int.from_bytes(held[-16:-8], "little") : -16])
    arrays = {
        name: np.frombuffer(held, dtype=np.dtype(kind), count=count, offset=at)
        for name, (at, kind, count) in table["arrays"].items()
    }
    return arrays, table["facts"]


class Strings(Sequence[bytes]):
    """Byte strings one after another, and where each begins."""

    __slots__ = ("_at", "_bytes")

    def __init__(self, at: Array, data: Array) -> None:
        self._at, self._bytes = at, memoryview(data)  # type: ignore[arg-type]

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, index: Any) -> Any:
        return self._bytes[self._at.item(index) : self._at.item(index + 1)].tobytes()

    def several(self, indexes: Array) -> list[bytes]:
        """The strings of some numbers."""
        bounds = zip(self._at[indexes].tolist(), self._at[indexes + 1].tolist(), strict=True)
        return [self._bytes[low:high].tobytes() for low, high in bounds]


def strings(name: str, values: Sequence[bytes]) -> dict[str, Array]:
    """The two arrays that hold byte strings under a name."""
    at = np.zeros(len(values) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, values), np.int64, len(values)), out=at[1:])
    return {f"{name}.at": at, f"{name}.bytes": np.frombuffer(b"".join(values), np.uint8)}


def strings_of(arrays: Mapping[str, Array], name: str) -> Strings:
    """The byte strings that are held under a name."""
    return Strings(arrays[f"{name}.at"], arrays[f"{name}.bytes"])
