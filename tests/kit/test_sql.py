"""What is read of one moment: nothing that others write meanwhile, and nothing of it stays with the connection."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from tests.moments import AT

from acquis.journal.models import Event
from acquis.kit.sql import reading

pytestmark = pytest.mark.django_db(transaction=True)


def somebody_writes() -> None:
    def write() -> None:
        Session.objects.create(session_key=uuid4().hex, session_data="", expire_date=datetime(2027, 1, 1, tzinfo=UTC))
        connections.close_all()

    thread = Thread(target=write)
    thread.start()
    thread.join()


@pytest.mark.parametrize(("one_moment", "seen"), [(True, 0), (False, 1)])
def test_a_check_that_reads_twice_reads_the_same_twice(one_moment: bool, seen: int) -> None:
    with reading(one_moment=one_moment):
        before = Session.objects.count()
        somebody_writes()
        assert Session.objects.count() == before + seen
    assert Session.objects.count() == before + 1


def test_many_identifiers_travel_as_one_array() -> None:
    facts = [Event.objects.create(kind="t", about=uuid4(), at=AT, by="t", payload={}) for _ in range(3)]
    wanted = [facts[2].about, uuid4(), facts[0].about]
    found = Event.objects.filter(about__any_of=wanted)
    assert list(found.order_by("seq")) == [facts[0], facts[2]]
    assert "ANY" in str(found.query)
    assert not Event.objects.filter(about__any_of=set()).exists()
