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
from .models import Stop


@app.task(name="stops.end_all", retry=RetryStrategy(max_attempts=8, exponential_wait=4))
def end_all(*, stop_id: str, due: str) -> None:
    """What is done is not done again, so that work that was cut goes on; a card that is paying is waited for."""
    at, by, which = datetime.fromisoformat(due), system("stops.end_all"), UUID(stop_id)
    waiting = gather(stop_id=which, by=by, at=at)
    one_by_one(end_line, ({"line_id": each} for each in waiting), by=by, at=at)
    provider_id = Stop.objects.values_list("provider_id", flat=True).get(pk=which)
    if again := enrolments.card_under_way_until(provider_id):
        later(end_all, at=max(again, at) + timedelta(minutes=1), stop_id=stop_id)
    else:
        finish(stop_id=which, by=by, at=at)
