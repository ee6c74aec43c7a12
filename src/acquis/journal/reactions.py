"""Who must hear of a fact: functions that contexts register in their own `reactions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .types import Event


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function to run once for each fact of a kind; `name` is its dotted path, written in the job.

    With `once_for`, once for all facts recorded together that agree on these fields.
    """

    name: str
    event: type[Event]
    run: Callable[..., None]
    once_for: tuple[str, ...] = ()


#: Every reaction of the house, by name.
REACTIONS: dict[str, Reaction] = {}


def reaction(
    event: type[Event], *, once_for: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register ``f(event, *, by, at)`` to run once, in a job of its own, for each fact of this class.

    `by` is the system acting for the reaction, `at` the moment of the fact. The function runs in one
    transaction with the note that it ran: tried again after a failure, it never acts twice.

    `once_for`: fields of the fact of which nothing more is told. Of facts recorded together that agree on them all, as
    the invoices of one transfer do, the first alone is heard.
    """
    if not event.kind:
        raise TypeError(f"{event.__qualname__} has no kind")

    def register(function: Callable[..., None]) -> Callable[..., None]:
        name = f"{function.__module__}.{function.__qualname__}".removeprefix("acquis.")
        if name in REACTIONS:
            raise ValueError(f"two reactions are called {name}")
        REACTIONS[name] = Reaction(name, event, function, once_for)
        return function

    return register


def reactions_to(event: type[Event]) -> list[Reaction]:
    """The reactions to facts of this very class, in the order of their names."""
    found: list[Any] = [r for r in REACTIONS.values() if r.event is event]
    return sorted(found, key=lambda r: r.name)
