"""What the calendar does to requests for an aid: a delay that ends says what nobody said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from acquis.kit.actor import system
from acquis.kit.refusal import Refused

from .actions.lapse_aid import lapse_aid as let_lapse
from .types import Refusal

RETRY = RetryStrategy(max_attempts=8, exponential_wait=4)
#: Answers of the act that mean: the day came, and there was nothing left to do.
MOVED_ON = frozenset({Refusal.NOT_IN_THIS_STATE, Refusal.ANSWER_DELAY_RUNS})


@app.task(name="funders.aid_comes_due", retry=RETRY)
def aid_comes_due(*, request_id: str, due: str) -> None:
    """The time to answer is over, or the time to send a document that is missing."""
    try:
        let_lapse(request_id=UUID(request_id), by=system("funders.aid_comes_due"), at=datetime.fromisoformat(due))
    except Refused as refused:
        if refused.reason not in MOVED_ON:
            raise
