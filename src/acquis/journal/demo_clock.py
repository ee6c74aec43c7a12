"""The clock of the demonstration, which its staff move to a later day to see what happens then.

What it adds to the machine's time is one row, read at most once a second by each process. The journal owns it
because it owns the jobs that wait for a day. Never installed outside the demonstration.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.db import Error, connection

from acquis.kit import clock

from . import models

#: How long a process goes by what it has read, in seconds.
KNOWN_FOR = 1.0
_read_at = float("-inf")
_known = timedelta(0)


def install() -> None:
    """Let the system's clock follow the demonstration's; refuses to do it anywhere else."""
    if not settings.ACQUIS.demo:
        raise RuntimeError("the clock moves in the demonstration only")
    clock.shift_by(offset, held)


def offset() -> timedelta:
    """What the demonstration adds to the machine's time."""
    global _read_at, _known
    if time.monotonic() - _read_at > KNOWN_FOR:
        try:
            row = models.DemoClock.objects.filter(pk=1).first()
        except Error:
            # A transaction already broken cannot be asked anything; what was known a second ago still holds.
            return _known
        _known = timedelta(seconds=row.offset_seconds) if row else timedelta(0)
        _read_at = time.monotonic()
    return _known


def held() -> timedelta:
    """The same, and nobody moves the clock before the caller's transaction ends.

    A job planned by an act under way is then moved with all others, or planned by the clock as it stands afterwards.
    """
    with connection.cursor() as cursor:
        while True:
            # A shared lock that does not queue behind who waits to move the clock: who holds it may wait for us.
            cursor.execute("SELECT offset_seconds FROM journal_democlock WHERE id = 1 FOR SHARE")
            if row := cursor.fetchone():
                return timedelta(seconds=row[0])
            models.DemoClock.objects.get_or_create(pk=1)


def forget() -> None:
    """Read the row again at the next question: it has just changed, or the change was undone."""
    global _read_at
    _read_at = float("-inf")
