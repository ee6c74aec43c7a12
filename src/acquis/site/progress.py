"""Progress bars on the error stream, and nothing at all where no person is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int], None]


@contextmanager
def bars() -> Iterator[Report]:
    """A function `(label, done, total)` that draws one bar for each label."""
    if not sys.stderr.isatty():
        yield lambda label, done, total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        known: dict[str, TaskID] = {}

        def report(label: str, done: int, total: int) -> None:
            if label not in known:
                known[label] = progress.add_task(label, total=total)
            progress.update(known[label], completed=done, total=total)

        yield report
