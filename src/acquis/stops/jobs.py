"""A body has stopped: its enrolments end one after the other, each in a transaction of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.enrolments import queries as enrolments
from acquis.journal.jobs import later, one_by_one
from acquis.kit.actor import system

from .actions.end_line import end_line
from .actions.finish import finish
from .actions.gather import gather
from .actions.remind_left import remind_left as remind
from .models import Stop

#: How often people are reminded of what a stop left to them, and how many times.
BETWEEN, MOST = timedelta(days=7), 8


@app.task(name="stops.end_all", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def end_all(*, stop_id: str, due: str) -> None:
    """What is done is not done again, so that work that was cut goes on; a card that is paying is waited for."""
    at, by, which = datetime.fromisoformat(due), system("stops.end_all"), UUID(stop_id)
    waiting = gather(stop_id=which, by=by, at=at)
    one_by_one(end_line, ({"line_id": each} for each in waiting), by=by, at=at)
    provider_id = Stop.objects.values_list("provider_id", flat=True).get(pk=which)
    if again := enrolments.card_under_way_until(provider_id):
        later(end_all, at=max(again, at) + timedelta(minutes=1), stop_id=stop_id)
        return
    finish(stop_id=which, by=by, at=at)
    later(remind_left, at=at + BETWEEN, stop_id=stop_id, nth=1)


@app.task(name="stops.remind_left", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def remind_left(*, stop_id: str, nth: int, due: str) -> None:
    """Once a week, for two months at most: after that the agents still see them on the page of the bodies."""
    at = datetime.fromisoformat(due)
    left = remind(stop_id=UUID(stop_id), nth=nth, by=system("stops.remind_left"), at=at)
    if left and nth < MOST:
        later(remind_left, at=at + BETWEEN, stop_id=stop_id, nth=nth + 1)
