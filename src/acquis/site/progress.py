"""Progress on the error stream: bars where a person is looking, a line every few seconds where it goes to a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int], None]

#: Seconds between two lines where there are no bars; work that is shorter says nothing.
EVERY = 5.0


@contextmanager
def bars() -> Iterator[Report]:
    """A function `(label, done, total)` that draws one bar for each label."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        known: dict[str, TaskID] = {}

        def report(label: str, done: int, total: int) -> None:
            if label not in known:
                known[label] = progress.add_task(label, total=total)
            progress.update(known[label], completed=done, total=total)

        yield report


def _lines() -> Report:
    """A function that tells, every few seconds, how far the work is that was told last."""
    said = time.monotonic()

    def report(label: str, done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            print(f"{label}: {done} of {total}", file=sys.stderr, flush=True)  # noqa: T201

    return report
