"""What the calendar does to hearings: a side that has said nothing is reminded before its time is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit.actor import system

from .actions.remind import remind as remind_sides

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(name="hearings.remind", retry=RETRY)
def remind(*, hearing_id: str, due: str) -> None:
    """The day before the last one to be heard has begun."""
    remind_sides(hearing_id=UUID(hearing_id), by=system("hearings.remind"), at=datetime.fromisoformat(due))
