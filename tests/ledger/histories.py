"""Concurrent histories: what each client asked and was told, and when; and whether any order explains it.

A recorder runs acts on real connections and notes the instants of each call and its answer. The checker then looks
for one order of the acts, each at some instant between its call and its answer, in which a model that does one
thing at a time gives the very answers that were given (strict serializability, as Wing & Gong search it). When there
is none, what happened has a name:

* a *lost update*: what was acknowledged is not in the balances that are read at the end;
* a *write skew*: every effect is there, but no order justifies the answers: two acts each decided on what the other
  was changing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from acquis.kit.refusal import Refused

#: The state of the model: numbers by name, never changed in place.
State = Mapping[str, int]
#: What an act does to a state: the answer it must give, and the state after it.
Effect = Callable[[State], tuple[Any, State]]

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Operation:
    """One act as a client saw it; `answer` is UNKNOWN when the client died before it was told."""

    client: int
    name: str
    effect: Effect = field(repr=False)
    called: int
    answered: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Step:
    """An act to run, its name for people, and what it means to the model."""

    name: str
    run: Callable[[], Any] = field(repr=False)
    effect: Effect = field(repr=False)


class Anomaly(AssertionError):
    """No order explains the history."""


class LostUpdate(Anomaly):
    """Something acknowledged has left no trace."""


class WriteSkew(Anomaly):
    """Everything is there, and should not be: two acts looked away from each other."""


def record(clients: Iterable[Iterable[Step]]) -> list[Operation]:
    """Run each client's steps in a thread with its own connection, all starting together; a refusal is an answer."""
    scripts = [list(steps) for steps in clients]
    gate = threading.Barrier(len(scripts))
    noted: list[Operation] = []
    failures: list[BaseException] = []

    def client(number: int, steps: list[Step]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(60)
            for step in steps:
                called = time.perf_counter_ns()
                try:
                    answer: Any = step.run()
                except Refused as refused:
                    answer = str(refused.reason)
                noted.append(Operation(number, step.name, step.effect, called, time.perf_counter_ns(), answer))
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=pair) for pair in enumerate(scripts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failures:
        raise failures[0]
    return noted


def check(history: list[Operation], *, first: State, last: State) -> list[str]:
    """The names of the acts in an order that explains the history from `first` to `last`; raises `Anomaly` if none.

    Depth first, an act at a time among those called before any other left was answered; a set of acts done that led
    nowhere is not tried again, since together with the state it came to it decides all that follows.
    """
    operations = sorted(history, key=lambda operation: operation.called)
    dead: set[tuple[int, tuple[tuple[str, int], ...]]] = set()
    explained: tuple[int, list[str]] = (0, [])
    # A stack of (acts done, state, names so far), not a recursion: histories are longer than Python's stack.
    stack: list[tuple[int, State, list[str]]] = [(0, dict(first), [])]
    while stack:
        done, state, names = stack.pop()
        left = [place for place in range(len(operations)) if not done >> place & 1]
        certain = [place for place in left if operations[place].answer != UNKNOWN]
        if len(names) > explained[0]:
            explained = len(names), names
        if not certain and _same(state, last):
            return names
        key = done, tuple(sorted(state.items()))
        if key in dead:
            continue
        dead.add(key)
        earliest = min((operations[place].answered for place in certain), default=None)
        for place in reversed(left):
            operation = operations[place]
            if earliest is not None and operation.called > earliest:
                continue
            answer, after = operation.effect(state)
            if operation.answer not in (answer, UNKNOWN):
                continue
            stack.append((done | 1 << place, after, [*names, operation.name]))
    raise _named(operations, first, last, explained[1])


def _same(state: State, last: State) -> bool:
    """Whether a state says what was read at the end; what the model remembers besides is its own."""
    return all(state.get(name, 0) == cents for name, cents in last.items())


def _named(operations: list[Operation], first: State, last: State, explained: list[str]) -> Anomaly:
    """What kind of anomaly it is: are the effects of what was acknowledged all in the last state?"""
    # Effects that move fixed amounts add up in any order: each is measured from a state rich enough to allow it.
    total = dict(first)
    for operation in operations:
        rich = dict.fromkeys({*first, *last}, 1 << 40)
        answer, after = operation.effect(rich)
        if operation.answer == answer:
            for name, cents in after.items():
                total[name] = total.get(name, 0) + cents - rich.get(name, 0)
    story = "; ".join(f"{o.client}: {o.name} -> {o.answer}" for o in operations)
    told = f"no order explains it beyond {explained}. Last {dict(last)}, all effects {total}. History: {story}"
    return WriteSkew(told) if _same(total, last) else LostUpdate(told)
