"""What the ledger does when the hour comes."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from acquis.kit.actor import system

from . import actions

#: How long one job folds before other jobs have their turn, in seconds.
FOLDING = 45.0


@app.periodic(cron="*/10 * * * *")
@app.task(name="ledger.roll_up", queueing_lock="ledger.roll_up")
def roll_up(timestamp: int) -> None:
    """Every ten minutes, the sums of the house's accounts are rolled up."""
    actions.roll_up(by=system("ledger.roll_up"), at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="ledger.seal", queueing_lock="ledger.seal")
def seal(timestamp: int) -> None:
    """Between two roll-ups, what the last one passed is sealed; the first time after midnight in Paris, the day too."""
    by, at = system("ledger.seal"), datetime.fromtimestamp(timestamp, UTC)
    while actions.seal(by=by, at=at):
        pass
    actions.anchor(by=by, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="ledger.fold", queueing_lock="ledger.fold", lock="ledger.fold")
def fold(timestamp: int) -> None:
    """Every minute, for most of it: credits of books that wait are folded into the balances."""
    until = time.monotonic() + FOLDING
    while actions.fold(by=system("ledger.fold"), at=datetime.fromtimestamp(timestamp, UTC)):
        if time.monotonic() > until:
            break
