"""Until when a half-day is signed, and from when on a signature is late: days of Paris, by the law of the half-day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from acquis.kit.clock import day_of
from acquis.rules import law_on


def last_day(day: date) -> date:
    """The last day on which a half-day of `day` may still be signed."""
    return day + timedelta(days=law_on(day).attendance.late_signature_days)


def is_late(day: date, at: datetime) -> bool:
    """Whether a signature given at that moment comes after the day of the half-day."""
    return day_of(at) > day


def is_too_late(day: date, at: datetime) -> bool:
    return day_of(at) > last_day(day)
