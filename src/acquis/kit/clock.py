"""The only place where the time is read.

Everywhere else the moment is an argument, `at`. The demonstration moves its clock by installing a
source of offset here; legal days are days of Europe/Paris.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def _no_offset() -> timedelta:
    return timedelta(0)


_offset: Callable[[], timedelta] = _no_offset
_held: Callable[[], timedelta] = _no_offset


def shift_by(offset: Callable[[], timedelta] | None, held: Callable[[], timedelta] | None = None) -> None:
    """Install what the clock adds to the machine's time; None puts it back to the machine's time.

    `held` is the same, and keeps it as it is until the caller's transaction ends.
    """
    global _offset, _held
    _offset = offset or _no_offset
    _held = held or _offset


def machine_now() -> datetime:
    """The machine's own time, for what is not a business moment (tokens, timeouts, logs)."""
    return datetime.now(UTC)


def now() -> datetime:
    """The present moment of the system, aware, in UTC."""
    return machine_now() + _offset()


def on_the_machine(at: datetime) -> datetime:
    """When the machine's own clock will show what is `at` for the system; jobs are planned in its time."""
    return at - _held()


def day_of(at: datetime) -> date:
    """The legal day of a moment: the day it is in Paris."""
    if at.tzinfo is None:
        raise ValueError("a moment must say its time zone")
    return at.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """The first moment of a legal day."""
    return datetime.combine(day, time(0), tzinfo=PARIS).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The first moment after a legal day: what was due on that day is late from here."""
    return start_of(day + timedelta(days=1))
