"""Clients that work at once, each a process with connections of its own, and the turns they take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

#: Cases take turns of about this long, so that what else the machine does falls on all of them alike.
TURN = 0.1
#: From the word to the start: time enough for every client to hear it.
_HEARD = 0.02
#: Work is prepared for more calls than are likely to be made.
_SPARE = 1.7


@dataclass
class Tally:
    """What a case did so far: transfers, seconds, and the seconds of each call."""

    done: int = 0
    spent: float = 0.0
    calls: list[float] = field(default_factory=list)
    #: What the turn before the first one felt.
    pace: float = 0.0

    @property
    def rate(self) -> float:
        return self.done / self.spent if self.spent else self.pace


class Clients:
    """Processes that each make `cases = make()` of their own and do what they are told.

    `make` gives an object with `case(name, size)` and `wait_for_disk(wanted)`.
    """

    def __init__(self, count: int, make: Callable[[], Any], context: BaseContext) -> None:
        self._lines: list[Connection] = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            # The Process of any context takes the same words; the common base class does not declare it.
            context.Process(target=_client, args=(theirs, make), daemon=True).start()  # type: ignore[attr-defined]
            self._lines.append(ours)
        for line in self._lines:
            line.recv()

    def wait_for_disk(self, wanted: bool, clients: int) -> None:
        """Whether the next commits of so many clients are told only once they are on the disk."""
        for line in self._lines[:clients]:
            line.send(("disk", wanted))
        for line in self._lines[:clients]:
            line.recv()

    def turn(self, name: str, size: int, clients: int, tally: Tally) -> None:
        """One turn of a case by so many clients, added to its tally; the first turn only feels the pace."""
        lines = self._lines[:clients]
        pace = tally.rate or 100.0 * size**0.7 * clients
        calls = 2 + int(pace * TURN * _SPARE / size / clients)
        for line in lines:
            line.send(("prepare", name, size, calls))
        for line in lines:
            line.recv()
        start = time.monotonic() + _HEARD
        for line in lines:
            line.send(("go", start, start + TURN))
        ends = []
        for line in lines:
            end, spent = line.recv()
            ends.append(end)
            tally.calls += spent
            tally.done += len(spent) * size
        tally.spent += max(ends) - start

    def close(self) -> None:
        for line in self._lines:
            line.send(None)


def _client(line: Connection, make: Callable[[], Any]) -> None:
    cases = make()
    line.send("here")
    case, works = None, []
    while told := line.recv():
        if told[0] == "disk":
            cases.wait_for_disk(told[1])
            line.send("done")
        elif told[0] == "prepare":
            _, name, size, calls = told
            case = cases.case(name, size)
            works = [case.prepare() for _ in range(calls)]
            line.send("ready")
        else:
            _, start, until = told
            time.sleep(max(0.0, start - time.monotonic()))
            moments = [time.monotonic()]
            for work in works:
                case.run(work)
                moments.append(time.monotonic())
                if moments[-1] > until:
                    break
            line.send((moments[-1], [b - a for a, b in pairwise(moments)]))
