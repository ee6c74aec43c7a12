"""What the books do when the day comes: the card provider's report is fetched, and the days behind are reconciled."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit.actor import system
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside import payments

from . import actions
from .day import report_name, unreported

logger = logging.getLogger(__name__)

#: What came late is looked for again on so many mornings: differences then go by themselves.
MORNINGS = 7


@app.periodic(cron="30 4 * * *")
@app.task(
    name="accounting.reconcile",
    queueing_lock="accounting.reconcile",
    retry=RetryStrategy(max_attempts=6, exponential_wait=5),
)
def reconcile(timestamp: int) -> None:
    """Every morning: the reports not taken of the last week's days are, then these days are reconciled.

    A provider that does not answer hides no day: what it has not told is a difference of its own.
    """
    by, at = system("accounting.reconcile"), datetime.fromtimestamp(timestamp, UTC)
    yesterday = day_of(at) - timedelta(days=1)
    behind = [yesterday - timedelta(days=days) for days in range(MORNINGS - 1, -1, -1)]
    for day in unreported(behind):
        try:
            actions.take_card_report(content=payments.report(day), name=report_name(day), by=by, at=at)
        except (payments.Unavailable, Refused) as error:
            logger.warning("the card provider's report of %s was not taken: %s", day, type(error).__name__)
    for day in behind:
        actions.reconcile_day(day=day, by=by, at=at)
