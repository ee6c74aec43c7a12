"""Parts of the filling made side by side, each in a process of its own, so that two processors share them."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any

from django.db import connection, connections

#: Told as the work goes: label, done, total.
Tell = Callable[[str, int, int], None]
Task = Callable[[Tell], None]

_USUAL = gc.get_threshold()


def can() -> bool:
    """Whether this machine can start a process that knows what its parent has prepared."""
    return "fork" in multiprocessing.get_all_start_methods()


def side_by_side(tasks: Sequence[Task], *, meanwhile: Callable[[], None], together: bool, tell: Tell) -> None:
    """Do the tasks and `meanwhile`, which stays in this process; one after the other unless `together`.

    Raises RuntimeError when a task failed: its own message is on the standard error.
    """
    if not together:
        for task in tasks:
            task(tell)
        meanwhile()
        return
    context = multiprocessing.get_context("fork")
    told: Queue[tuple[str, int, int]] = context.Queue()
    # A connection to the server belongs to one process.
    connections.close_all()
    processes = [context.Process(target=_alone, args=(task, told), daemon=True) for task in tasks]
    for process in processes:
        process.start()
    hurry()
    meanwhile()
    while any(process.is_alive() for process in processes) or not told.empty():
        try:
            tell(*told.get(timeout=0.2))
        except Empty:
            continue
    if any(process.exitcode for process in processes):
        raise RuntimeError("a part of the demonstration's country could not be made; see above")


def hurry() -> None:
    """Do not wait for the disk at each act: a filling that is cut short is begun anew.

    Nor look for unreachable objects among all that the product has loaded each time some thousands were made: that
    took a fifth of the filling.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def calm() -> None:
    """The end of the hurry in the process that goes on."""
    gc.unfreeze()
    gc.set_threshold(*_USUAL)
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")


def _alone(task: Task, told: Any) -> None:
    hurry()
    task(lambda label, done, total: told.put((label, done, total)))
    connections.close_all()
