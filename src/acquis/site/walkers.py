"""Other processes of this machine, each with its connection, for what one processor would do too slowly."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any
from uuid import UUID

from acquis.site import startup

#: Spawned, not forked: a child must not share our connection to the database.
_PROCESSES = get_context("spawn")


@contextmanager
def beside(run_id: UUID, state: str, many: int) -> Iterator[None]:
    """So many processes that walk a run beside us, until it leaves this state or we end."""
    children = [
        _PROCESSES.Process(target=_walk, args=(run_id, state, os.getpid()), name=f"walker {number}", daemon=True)
        for number in range(many)
    ]
    for child in children:
        child.start()
    try:
        yield
    except BaseException:
        # What they were doing is undone, as for every other end.
        for child in children:
            child.terminate()
        raise
    finally:
        for child in children:
            child.join()


@contextmanager
def spread(many: int) -> Iterator[Callable[..., Iterable[Any]]]:
    """A function like `map` that has so many processes do it; with one, ours does."""
    if many < 2:
        yield map
        return
    with ProcessPoolExecutor(many, mp_context=_PROCESSES, initializer=_begin) as pool:
        yield pool.map


def _begin() -> None:
    # Who is told to stop at the keyboard is the one who asked for us: we end with them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    startup.set_up()


def _walk(run_id: UUID, state: str, for_whom: int) -> None:
    _begin()
    from acquis.crediting import queries  # noqa: PLC0415, the applications are only now ready
    from acquis.crediting.actions import advance  # noqa: PLC0415
    from acquis.kit import clock  # noqa: PLC0415
    from acquis.kit.actor import system  # noqa: PLC0415

    by = system("acquis credit")
    while os.getppid() == for_whom:
        card = queries.run(run_id, by=by)
        if card is None or card.state != state or not advance(run_id=run_id, by=by, at=clock.now()):
            break
