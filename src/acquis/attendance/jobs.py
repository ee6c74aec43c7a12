"""What the calendar does to attendance: an hour after a half-day, whoever has not signed is reminded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit.actor import system

from .actions.remind import remind as tell

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="attendance.remind", retry=RETRY)
def remind(*, half_day_id: str, due: str) -> None:
    """A half-day that was opened is over since an hour."""
    tell(half_day_id=UUID(half_day_id), by=system("attendance.remind"), at=datetime.fromisoformat(due))
