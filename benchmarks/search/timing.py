"""How long questions take: engines in turns, medians of rounds, percentiles of the wall and of the processor."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Any

from .questions import CLASSES, Question

#: Engines take turns of so many questions, so that what else the machine does falls on all of them alike.
TURN = 60


def in_turns(engines: Sequence[Any], asked: Sequence[Question], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """For each engine the (wall, processor) milliseconds of each question, the median of the rounds."""
    rows: dict[str, list[list[tuple[float, float]]]] = {engine.name: [[] for _ in asked] for engine in engines}
    for number in range(rounds + 1):
        say(f"round {number} of {rounds}" if number else "warming up")
        for begin in range(0, len(asked), TURN):
            for engine in engines:
                if not number and begin > TURN:
                    continue
                for at in range(begin, min(begin + TURN, len(asked))):
                    wall, own = time.perf_counter_ns(), time.process_time_ns()
                    engine.ask(asked[at])
                    own_spent, spent = time.process_time_ns() - own, time.perf_counter_ns() - wall
                    if number:
                        rows[engine.name][at].append((spent / 1e6, own_spent / 1e6))
    return {
        name: [
            (statistics.median(wall for wall, _ in each), statistics.median(own for _, own in each)) for each in lists
        ]
        for name, lists in rows.items()
    }


def summary(times: Sequence[tuple[float, float]], asked: Sequence[Question]) -> dict[str, Any]:
    """Percentiles, by the wall and by the processor, then the median of each class."""
    wall, own = sorted(each for each, _ in times), sorted(each for _, each in times)

    def at(values: Sequence[float], share: float) -> float:
        return round(values[min(len(values) - 1, int(len(values) * share))], 3)

    told: dict[str, Any] = {
        "p50": at(wall, 0.5), "p95": at(wall, 0.95), "p99": at(wall, 0.99),
        "p50, processor": at(own, 0.5), "p95, processor": at(own, 0.95),
    }  # fmt: skip
    told["classes"] = {
        kind: at(sorted(each for (each, _), question in zip(times, asked, strict=True) if question.kind == kind), 0.5)
        for kind in CLASSES
    }
    return told


def say(text: str) -> None:
    print(f"· {text} (load {os.getloadavg()[0]:.1f})", file=sys.stderr, flush=True)
