"""Adding a line to somebody's record: the sheet is held, the line takes the digest of the one before.

Sheets are held in the order of their enrolments by who writes to several, after the half-day, so that nobody waits in
a ring.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.enrolments.types import Attendee
from acquis.journal.actions import record
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.people import crypto

from . import chain, events
from .models import Entry, EntryWords, HalfDay, Scan, Sheet
from .types import Kind, Means, Presence


def add(
    attendee: Attendee,
    half_day: HalfDay,
    *,
    kind: Kind,
    means: Means,
    presence: Presence | None = None,
    minutes: int = 0,
    steps: int = 0,
    late: bool = False,
    words: str = "",
    scan: Scan | None = None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Write one line; its id. To be called where an act must succeed: nothing is judged here."""
    sheet = _held(attendee)
    salted = chain.salted(words)
    entry = Entry(
        id=new_id(),
        enrolment_id=attendee.id,
        account_id=attendee.account_id,
        rank=sheet.lines + 1,
        half_day_id=half_day.id,
        plan=half_day.line,
        kind=kind,
        presence=presence or "",
        minutes=minutes,
        steps=steps,
        means=means,
        late=late,
        by=by.key,
        words=chain.words_digest(salted),
        scan_id=scan.id if scan else None,
        scan=scan.digest if scan else "",
        at=at,
        previous=sheet.head,
    )
    entry.digest = entry.expected_digest()
    entry.save(force_insert=True)
    if salted:
        EntryWords.objects.create(
            entry_id=entry.id,
            account_id=entry.account_id,
            words_sealed=crypto.seal(salted, table="attendance_entrywords", column="words", row=entry.id),
        )
    sheet.lines, sheet.head = entry.rank, entry.digest
    sheet.save(update_fields=["lines", "head"])
    record(
        events.LineWritten(
            about=attendee.id,
            account_id=attendee.account_id,
            half_day_id=half_day.id,
            line=kind,
            rank=entry.rank,
            late=late,
            digest=entry.digest,
        ),
        by=by,
        at=at,
    )
    return entry.id


def words_of(kept: EntryWords) -> str:
    """The motive or the name of a line."""
    plain = crypto.unseal(kept.words_sealed, table="attendance_entrywords", column="words", row=kept.entry_id)
    return chain.unsalted(plain)


def _held(attendee: Attendee) -> Sheet:
    """The sheet of an enrolment, made when it has none, held until the transaction ends."""
    fresh = Sheet(
        enrolment_id=attendee.id,
        account_id=attendee.account_id,
        provider_id=attendee.provider_id,
        session_id=attendee.session_id,
    )
    Sheet.objects.bulk_create([fresh], ignore_conflicts=True)
    return Sheet.objects.select_for_update().get(account_id=attendee.account_id, pk=attendee.id)
