"""What is forgotten when its time has passed: questions nobody answered, sessions that ended."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from acquis.kit import clock

from .actions.start_attempt import ATTEMPT_LIFE
from .models import SignInAttempt


@app.periodic(cron="17 * * * *")
@app.task(name="people.forget", queueing_lock="people.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Every hour, by the machine's clock: these are no business moments."""
    now = clock.machine_now()
    SignInAttempt.objects.filter(started_at__lt=now - 2 * ATTEMPT_LIFE).delete()
    Session.objects.filter(expire_date__lt=now).delete()
