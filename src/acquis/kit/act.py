"""The shape of an act: keyword-only, `by` and `at` last, one transaction, all or nothing."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import ParamSpec, TypeVar

from django.db import transaction

from .actor import Actor

P = ParamSpec("P")
T = TypeVar("T")

#: True while an act is running.
_inside: ContextVar[bool] = ContextVar("inside an act", default=False)

#: Every act of the house by its dotted name; a house test asks each one for its test.
ACTS: dict[str, Callable[..., object]] = {}


def inside_an_act() -> bool:
    """Whether an act is running: a refusal then undoes the whole of it, so what it calls needs no savepoint."""
    return _inside.get()


def act(function: Callable[P, T]) -> Callable[P, T]:
    """Make `function` an act: refuse a wrong signature at import, run it in one transaction.

    An act called by another act joins its transaction: what must succeed together does.
    """

    def within(call: Callable[[], T]) -> T:
        # Inside another act there is nothing to come back to: a refusal undoes the whole, so no savepoint is laid.
        inside = _inside.get()
        token = _inside.set(True)
        try:
            with transaction.atomic(savepoint=not inside):
                return call()
        finally:
            _inside.reset(token)

    return _act(function, within)


def one_statement_act(function: Callable[P, T]) -> Callable[P, T]:
    """Make `function` an act that sees to its own transaction, because one statement needs none around it.

    It spares a lone call two trips to the server. `function` must ask for a transaction when it does more,
    and for a savepoint when it runs in a transaction that is no act's.
    """
    return _act(function, lambda call: call())


def _act(function: Callable[P, T], within: Callable[[Callable[[], T]], T]) -> Callable[P, T]:
    parameters = list(inspect.signature(function).parameters.values())
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters):
        raise TypeError(f"{function.__qualname__}: an act takes keywords only")
    if [p.name for p in parameters[-2:]] != ["by", "at"]:
        raise TypeError(f"{function.__qualname__}: an act takes `by` and `at` last")

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        at, by = kwargs.get("at"), kwargs.get("by")
        if not isinstance(at, datetime) or at.tzinfo is None:
            raise TypeError(f"{function.__qualname__}: `at` must be an aware moment")
        if not isinstance(by, Actor):
            raise TypeError(f"{function.__qualname__}: `by` must be an Actor")
        return within(lambda: function(*args, **kwargs))

    ACTS[f"{function.__module__}.{function.__qualname__}"] = run
    return run
