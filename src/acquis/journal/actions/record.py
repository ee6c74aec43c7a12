"""Record facts, and defer a job for each who must hear of them, in the caller's transaction.

If the caller's work is undone, so are the facts and the jobs: nobody hears of what did not happen.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from procrastinate.contrib.django import app

from acquis.kit.actor import Actor

from .. import jobs, models, payload
from ..reactions import reactions_to
from ..types import Event

#: Facts written by one statement.
_AT_ONCE = 1_000


def record(event: Event, *, by: Actor, at: datetime) -> int:
    """Write `event` once and return its place in the order of the journal.

    The only act whose subject is not a keyword, because the fact is a sentence of its own.
    """
    return record_all([event], by=by, at=at)[0]


def record_all(events: Sequence[Event], *, by: Actor, at: datetime) -> list[int]:
    """Write facts of the same moment, in their order; their places in the order of the journal."""
    if any(not event.kind for event in events):
        raise TypeError(f"{next(type(event).__qualname__ for event in events if not event.kind)} has no kind")
    places: list[int] = []
    with transaction.atomic(savepoint=False):
        for start in range(0, len(events), _AT_ONCE):
            some = events[start : start + _AT_ONCE]
            rows = models.Event.objects.bulk_create(
                [
                    models.Event(
                        kind=event.kind,
                        about=event.about,
                        account_id=event.account_id,
                        at=at,
                        by=by.key,
                        payload=payload.write(event),
                    )
                    for event in some
                ]
            )
            _tell(some, [row.seq for row in rows])
            places += [row.seq for row in rows]
    return places


def _tell(events: Sequence[Event], places: Sequence[int]) -> None:
    """Defer every delivery by one statement. Facts about one noun are heard in the order in which they happened."""
    deliveries = [
        jobs.deliver.configure(lock=f"{event.about}").make_new_job(seq=seq, reaction=reaction.name)
        for event, seq in zip(events, places, strict=True)
        for reaction in reactions_to(type(event))
    ]
    if deliveries:
        app.job_manager.batch_defer_jobs(jobs=deliveries)
