"""Facts brought to those who react to them, and work planned for a later moment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from acquis.kit import clock
from acquis.kit.actor import system

from . import models, payload
from .reactions import REACTIONS


@app.task(name="journal.deliver", retry=RetryStrategy(max_attempts=12, exponential_wait=3))
def deliver(*, seq: int, reaction: str) -> None:
    """Run one reaction to one fact; a second delivery of the same fact does nothing."""
    hearer = REACTIONS[reaction]
    row = models.Event.objects.get(seq=seq)
    event = payload.read(hearer.event, about=row.about, account_id=row.account_id, payload=row.payload)
    with transaction.atomic():
        # Written first: a delivery running at the same time waits here, then finds that it came second.
        _, first = models.Delivery.objects.get_or_create(seq=seq, reaction=reaction)
        if first:
            hearer.run(event, by=system(f"reaction {reaction}"), at=row.at)


def later(task: Task[Any, Any, Any], *, at: datetime, **arguments: Any) -> int:
    """Plan `task` for the moment `at`, in the caller's transaction; returns the job's id.

    The job is given its moment back as the argument `due` (ISO text), so that a worker that comes late
    still acts as of the day the work was due. Other arguments must be values JSON can carry.
    """
    planned = task.configure(schedule_at=clock.on_the_machine(at))
    return planned.defer(due=at.isoformat(), **{name: _plain(value) for name, value in arguments.items()})


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)
