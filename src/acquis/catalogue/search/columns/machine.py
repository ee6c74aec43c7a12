"""Loops in machine code: a function marked `compiled` is compiled when it is first called, and kept on the disk.

The compiler (numba) takes long to load, so no command pays for it that runs no loop. Where it is not there, a function
runs as it is written: slower, with the same answers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

_ONE_AT_A_TIME = threading.RLock()


class Loop:
    """A function that becomes machine code with its first call."""

    def __init__(self, function: Callable[..., Any], signature: str | None) -> None:
        self._function, self._signature = function, signature
        self._machine: Callable[..., Any] | None = None
        self.__name__, self.__doc__ = function.__name__, function.__doc__

    def __call__(self, *arguments: Any) -> Any:
        return (self._machine or self.machine())(*arguments)

    def machine(self) -> Callable[..., Any]:
        """The compiled function, made now if need be."""
        with _ONE_AT_A_TIME:
            if self._machine is None:
                self._machine = self._made()
            return self._machine

    def _made(self) -> Callable[..., Any]:
        try:
            numba = import_module("numba")
        except ImportError:
            return self._function
        # A loop that calls another is compiled with it: the compiler looks for it under its name.
        names = self._function.__globals__
        for name in self._function.__code__.co_names:
            called = names.get(name)
            if isinstance(called, Loop):
                names[name] = called.machine()
        given = () if self._signature is None else (self._signature,)
        made: Callable[..., Any] = numba.njit(*given, cache=True, nogil=True)(self._function)
        return made


def compiled(signature: str | None = None) -> Callable[[Callable[..., Any]], Loop]:
    """Mark a function to be compiled for the types of `signature`; one without is compiled into those that call it."""
    return lambda function: Loop(function, signature)
