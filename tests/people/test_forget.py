"""Questions nobody answered and sessions that ended are forgotten; what may still serve is kept."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from acquis.kit import clock
from acquis.people.jobs import forget
from acquis.people.models import SignInAttempt

pytestmark = pytest.mark.django_db


def test_only_what_is_past_is_forgotten() -> None:
    now = clock.machine_now()
    for name, minutes in (("old", 31), ("fresh", 5)):
        SignInAttempt.objects.create(
            state=name, browser="b", provider="proconnect", nonce="n", started_at=now - timedelta(minutes=minutes)
        )
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="fresh", session_data="", expire_date=now + timedelta(hours=1))

    forget(timestamp=0)

    assert [row.state for row in SignInAttempt.objects.all()] == ["fresh"]
    assert [row.session_key for row in Session.objects.all()] == ["fresh"]
