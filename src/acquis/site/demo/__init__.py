"""The demonstration country: invented people and companies with which `acquis demo` fills an empty database."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told as the work goes: `done` of `total` steps of what `label` names."""

    def __call__(self, label: str, done: int, total: int, /) -> None: ...


def fill(*, seed: int, progress: Progress) -> None:
    """Fill an empty database, the same from the same seed."""
