"""Every night, what enrolments gave back to joined accounts goes on to the accounts they lead to."""

from __future__ import annotations

from procrastinate.contrib.django import app

from acquis.journal.jobs import one_by_one
from acquis.kit import clock
from acquis.kit.actor import system

from . import actions
from .models import Joining
from .types import JoiningState


@app.periodic(cron="23 3 * * *")
@app.task(name="joining.gather", queueing_lock="joining.gather", pass_context=False)
def gather(timestamp: int) -> None:
    """One transaction a joining; one that fails is told, and costs the others nothing."""
    at = clock.now()
    standing = Joining.objects.filter(state__in=[JoiningState.JOINED, JoiningState.PARTING])
    ids = list(standing.exclude(merged_account_id=None).order_by("id").values_list("id", flat=True))
    one_by_one(actions.gather, ({"joining_id": each} for each in ids), by=system("joining.gather"), at=at)
