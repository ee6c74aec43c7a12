"""Searches are looked at every morning, and those of who wants to hear at once soon after the catalogue changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from acquis.journal.jobs import one_by_one
from acquis.kit import clock
from acquis.kit.actor import system

from .actions.look import look
from .models import Watch
from .types import Cadence, State

#: How many are looked at by one job.
SLICE = 500
#: Changes of the catalogue that come together are looked at together.
SOON = timedelta(minutes=1)


@app.periodic(cron="0 6 * * *")
@app.task(name="watches.every_morning")
def every_morning(timestamp: int) -> None:
    """Share all the searches among jobs."""
    _share(list(Cadence), at=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="watches.after_changes", queueing_lock="watches.after_changes")
def after_changes() -> None:
    """Share those of who wants to hear at once."""
    _share([Cadence.AT_ONCE], at=clock.now())


@app.task(name="watches.look_at_slice")
def look_at_slice(*, first: str, last: str, cadences: list[str], at: str) -> int:
    """Look at the searches from `first` to `last`: how many had something new. One that fails stops no other."""
    rows = Watch.objects.filter(cadence__in=cadences, state=State.ACTIVE, pk__gte=UUID(first), pk__lte=UUID(last))
    records = [{"watch_id": watch_id} for watch_id in rows.order_by("pk").values_list("pk", flat=True)]
    told = one_by_one(look, records, by=system("watches.look"), at=datetime.fromisoformat(at))
    return sum(new > 0 for new in told)


def _share(cadences: list[Cadence], *, at: datetime) -> None:
    rows = Watch.objects.filter(cadence__in=cadences, state=State.ACTIVE).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    for place in range(0, len(ids), SLICE):
        part = ids[place : place + SLICE]
        look_at_slice.defer(
            first=str(part[0]), last=str(part[-1]), cadences=[str(c) for c in cadences], at=at.isoformat()
        )
