"""The clock of the demonstration, which its staff move to a later day to see what happens then.

What it adds to the machine's time is one row, read at most once a second by each process. The journal owns it
because it owns the jobs that wait for a day. Never installed outside the demonstration.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import Error

from acquis.kit import clock

from . import models

_KNOWN_FOR = 1.0
_read_at = float("-inf")
_known = timedelta(0)


def install() -> None:
    """Let the system's clock follow the demonstration's; refuses to do it anywhere else."""
    if not settings.ACQUIS.demo:
        raise RuntimeError("the clock moves in the demonstration only")
    clock.shift_by(offset)


def offset() -> timedelta:
    """What the demonstration adds to the machine's time."""
    global _read_at, _known
    if time.monotonic() - _read_at > _KNOWN_FOR:
        try:
            row = models.DemoClock.objects.filter(pk=1).first()
        except Error:
            # A transaction already broken cannot be asked anything; what was known a second ago still holds.
            return _known
        _known = timedelta(seconds=row.offset_seconds) if row else timedelta(0)
        _read_at = time.monotonic()
    return _known


def forget() -> None:
    """Read the row again at the next question: it has just changed, or the change was undone."""
    global _read_at
    _read_at = float("-inf")
