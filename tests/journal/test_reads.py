"""Readings of personal data: noted, also by a page that may only read, and told to the person."""

import pytest
from django.db import Error

from acquis.journal.models import Read
from acquis.journal.reads import collecting_reads, note_read, reads_about
from acquis.kit.actor import system
from acquis.kit.ids import new_id
from acquis.kit.sql import reading

AGENT = system("agent")


@pytest.mark.django_db
def test_a_reading_is_noted_at_once_when_nobody_collects():
    person = new_id()
    note_read(by=AGENT, person_id=person, what="name", reason="a call")
    note_read(by=AGENT, person_id=person, what="email", reason="a letter")
    told = reads_about(person)
    assert [(r.by, r.what, r.reason) for r in told] == [
        ("system:agent", "email", "a letter"),
        ("system:agent", "name", "a call"),
    ]
    assert reads_about(new_id()) == []


@pytest.mark.django_db(transaction=True)
def test_a_page_that_may_only_read_still_leaves_its_trace():
    person = new_id()
    with collecting_reads(), reading():
        for _ in range(2):
            note_read(by=AGENT, person_id=person, what="name", reason="a call")
        assert Read.objects.count() == 0
    assert len(reads_about(person)) == 1


@pytest.mark.django_db(transaction=True)
def test_without_a_collector_a_read_only_page_cannot_hide_its_reading():
    with pytest.raises(Error, match="read-only"), reading():
        note_read(by=AGENT, person_id=new_id(), what="name", reason="a call")


@pytest.mark.django_db
def test_what_was_read_by_a_page_that_failed_was_read():
    person = new_id()

    @collecting_reads()
    def page():
        with collecting_reads():
            note_read(by=AGENT, person_id=person, what="name", reason="a call")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        page()
    assert len(reads_about(person)) == 1
