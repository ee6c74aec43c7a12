"""Move the demonstration to a later moment; what waits for a day in between becomes due."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import demo_clock, events, models, permissions
from ..types import Refusal
from .record import record

#: Farther than any delay of the law; a mistyped year must not carry the demonstration away.
FARTHEST = timedelta(days=400)


@act
def move_clock(*, to: datetime, by: Actor, at: datetime) -> None:
    """Make the present moment of the demonstration `to`, which lies after `at`.

    Waiting jobs come nearer by as much, those of the earliest days first; each still acts as of its own day.
    """
    models.DemoClock.objects.get_or_create(pk=1)
    row = models.DemoClock.objects.select_for_update().get(pk=1)

    permissions.MOVE_CLOCK.require_any(by)
    if not settings.ACQUIS.demo:
        raise Refused(Refusal.NOT_A_DEMONSTRATION)

    if to <= at:
        raise Refused(Refusal.CLOCK_GOES_FORWARD)
    if to - at > FARTHEST:
        raise Refused(Refusal.CLOCK_TOO_FAR, days=FARTHEST.days)

    # After this point the move must succeed.
    row.offset_seconds += round((to - at).total_seconds())
    row.save(update_fields=["offset_seconds"])
    with connection.cursor() as cursor:
        # The queue takes due jobs by priority, not by day: each day of waiting makes a job less pressing.
        cursor.execute(
            """
            UPDATE procrastinate_jobs
            SET scheduled_at = scheduled_at - make_interval(secs => %(seconds)s),
                priority = -greatest(0, extract(epoch FROM scheduled_at - now()) / 86400)::int
            WHERE status = 'todo' AND scheduled_at IS NOT NULL
            """,
            {"seconds": (to - at).total_seconds()},
        )
    transaction.on_commit(demo_clock.forget)

    record(events.ClockMoved(about=models.DEMO_CLOCK, to=to), by=by, at=at)
