"""What is done on accounts when the day comes: funders' purses whose last day is over are emptied."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from acquis.kit import clock
from acquis.kit.actor import system
from acquis.kit.clock import day_of

from .actions import lapse_purse
from .models import Purse


@app.periodic(cron="20 1 * * *")
@app.task(name="accounts.lapse_expired", queueing_lock="accounts.lapse_expired")
def lapse_expired(timestamp: int | None = None, due: str | None = None) -> int:
    """Empty every expired purse, one transaction each; returns how many were. Run again, it finds nothing."""
    at = datetime.fromisoformat(due) if due else clock.now()
    expired = list(Purse.objects.filter(expires_on__lt=day_of(at)).order_by("id").values_list("id", flat=True))
    by = system("accounts.lapse_expired")
    return sum(1 for purse_id in expired if lapse_purse(purse_id=purse_id, by=by, at=at))
