"""What must always be true of attendance: records prove themselves, half-days are what was said of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import groupby

from django.db import connection

from acquis.journal.checks import check
from acquis.kit import clock

from . import chain, records
from .events import LineWritten
from .models import Entry, EntryWords, HalfDay, Sheet, TrainerLink
from .types import Kind, State

#: Nobody holds a link longer than this after its half-day.
LINKS_AT_MOST = timedelta(days=12)

#: A line and what the journal tells of it, side by side, where one of the two is missing or says something else.
_TOLD_OTHERWISE = """
    SELECT coalesce(e.enrolment_id, j.about), coalesce(e.rank, j.rank), j.digest
      FROM attendance_entry e
      FULL JOIN (SELECT about, (payload ->> 'rank')::int AS rank, payload ->> 'digest' AS digest
                   FROM journal_event WHERE kind = %s) j
        ON j.about = e.enrolment_id AND j.rank = e.rank
     WHERE e.digest IS DISTINCT FROM j.digest
"""


@check("attendance: every record proves itself")
def records_prove_themselves() -> Iterable[str]:
    sheets = {row.enrolment_id: row for row in Sheet.objects.iterator(chunk_size=2000)}
    rows = Entry.objects.order_by("enrolment_id", "rank").iterator(chunk_size=2000)
    for enrolment_id, group in groupby(rows, key=lambda row: row.enrolment_id):
        if not records.is_proven(sheets.pop(enrolment_id, None), list(group)):
            yield f"the record of enrolment {enrolment_id} is not what was written"
    for enrolment_id, sheet in sheets.items():
        if (sheet.lines, sheet.head) != (0, chain.BEFORE_THE_FIRST):
            yield f"the record of enrolment {enrolment_id} has lost its {sheet.lines} lines"


@check("attendance: the journal tells the digest of every line")
def the_journal_vouches() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(_TOLD_OTHERWISE, [LineWritten.kind])
        for enrolment_id, rank, told in cursor.fetchall():
            yield f"line {rank} of enrolment {enrolment_id} is not what the journal tells ({told or 'nothing'})"


@check("attendance: words of lines are those that their digests say")
def words_are_kept() -> Iterator[str]:
    wanted = dict(Entry.objects.exclude(words="").values_list("id", "words"))
    kept = set(EntryWords.objects.values_list("entry_id", flat=True))
    for entry_id in wanted.keys() ^ kept:
        yield f"line {entry_id} has words without a digest, or a digest without words"


@check("attendance: a half-day stands where its lines left it")
def half_days_follow_lines() -> Iterator[str]:
    spoken = set(Entry.objects.exclude(kind=Kind.SIGNED).values_list("half_day_id", flat=True))
    signed = set(Entry.objects.values_list("half_day_id", flat=True))
    for row in HalfDay.objects.iterator(chunk_size=2000):
        if row.state in (State.PLANNED, State.CANCELLED) and row.id in signed:
            yield f"half-day {row.id} is {row.state} and has lines"
        elif row.id in spoken and row.state != State.SIGNED:
            yield f"half-day {row.id} is {row.state} and its provider has spoken"
        if (row.state == State.SIGNED) != (row.signed_at is not None):
            yield f"half-day {row.id} is {row.state}, its signature says {row.signed_at}"


@check("attendance: no link outlives its half-day")
def links_are_short() -> Iterator[str]:
    for link in TrainerLink.objects.select_related("half_day").iterator(chunk_size=500):
        if link.expires_at > link.half_day.ends_at + LINKS_AT_MOST:
            yield f"trainer's link {link.id} is open too long"


@check("attendance: no line is of a day to come")
def nothing_is_signed_before() -> Iterator[str]:
    now = clock.now()
    for row in HalfDay.objects.filter(state=State.SIGNED, signed_at__gt=now).values_list("id", flat=True):
        yield f"half-day {row} is signed at a moment to come"
