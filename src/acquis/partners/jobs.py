"""What served and is over is forgotten every night: tokens, assertions, answers kept for thirty days."""

from __future__ import annotations

from procrastinate.contrib.django import app

from acquis.kit import clock

from .models import Answer, Token, UsedAssertion
from .types import ANSWERS_FOR


@app.periodic(cron="20 3 * * *")
@app.task(name="partners.forget", queueing_lock="partners.forget")
def forget(timestamp: int) -> int:
    """How many rows are gone. These are moments of the machine, as tokens and assertions are."""
    now = clock.machine_now()
    gone = [
        Token.objects.filter(until__lt=now).delete(),
        UsedAssertion.objects.filter(until__lt=now).delete(),
        Answer.objects.filter(at__lt=now - ANSWERS_FOR).delete(),
    ]
    return sum(count for count, _by_model in gone)
