"""One person's record of attendance, and what was declared beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from acquis.enrolments import queries as enrolments
from acquis.kit.actor import Actor

from .. import chain, lines, records
from ..models import DeclaredRate, Entry, EntryWords, Sheet
from ..standing import completion_of
from ..types import (
    Comparison,
    EntryCard,
    Kind,
    Means,
    Presence,
    Record,
)
from .shown import half_day_of_record


def record_of(enrolment_id: UUID, *, by: Actor, at: datetime) -> Record | None:
    """The record of attendance of an enrolment that `by` may see; None when it is none that anybody follows."""
    attendee = next(iter(enrolments.attending(by=by, enrolment_ids=[enrolment_id])), None)
    if attendee is None:
        return None
    entries = records.entries_of(attendee)
    found = records.standings(records.counted(attendee), entries)
    sheet = Sheet.objects.filter(account_id=attendee.account_id, pk=attendee.id).first()
    return Record(
        enrolment_id=attendee.id,
        number=attendee.number,
        account_id=attendee.account_id,
        person_id=attendee.person_id,
        provider_id=attendee.provider_id,
        title=attendee.title,
        starts_on=attendee.starts_on,
        ends_on=attendee.ends_on,
        half_days=tuple(half_day_of_record(row, standing, attendee, at=at) for row, standing in found),
        entries=tuple(_entries(entries)),
        completion=completion_of(found),
        is_whole=bool(found) and all(standing.settled for _, standing in found),
        proven=records.is_proven(sheet, entries),
        head=sheet.head if sheet else chain.BEFORE_THE_FIRST,
    )


def compared_with_declared(enrolment_id: UUID, *, declared_percent: int | None = None, by: Actor) -> Comparison | None:
    """What was declared beside the record; with `declared_percent`, what a declaration of so much would give now.

    None when nothing was declared, or nobody follows this enrolment. What is kept is what the record said then.
    """
    attendee = next(iter(enrolments.attending(by=by, enrolment_ids=[enrolment_id])), None)
    if attendee is None:
        return None
    if declared_percent is not None:
        found, whole = records.rate_of(attendee)
        return Comparison(record_percent=found, declared_percent=declared_percent, whole=whole, at=None)
    kept = DeclaredRate.objects.filter(account_id=attendee.account_id, enrolment_id=attendee.id).order_by("-at").first()
    return None if kept is None else _comparison(kept)


def gaps(*, by: Actor, provider_id: UUID | None = None, limit: int = 100) -> list[tuple[UUID, Comparison]]:
    """The declarations that differ from their records, latest first, for control; none for who is not of the staff."""
    if not by.is_staff:
        return []
    rows = DeclaredRate.objects.exclude(record_percent=None).order_by("-at", "-id")
    if provider_id is not None:
        rows = rows.filter(provider_id=provider_id)
    differing = [row for row in rows[: 10 * limit] if row.record_percent != row.declared_percent]
    return [(row.enrolment_id, _comparison(row)) for row in differing[:limit]]


def _comparison(kept: DeclaredRate) -> Comparison:
    return Comparison(
        record_percent=kept.record_percent, declared_percent=kept.declared_percent, whole=kept.whole, at=kept.at
    )


def _entries(entries: list[Entry]) -> Iterable[EntryCard]:
    kept = {each.entry_id: each for each in EntryWords.objects.filter(pk__in=[e.id for e in entries if e.words])}
    for entry in entries:
        words = lines.words_of(kept[entry.id]) if entry.id in kept else ""
        yield EntryCard(
            rank=entry.rank,
            half_day_id=entry.half_day_id,
            kind=Kind(entry.kind),
            presence=Presence(entry.presence) if entry.presence else None,
            minutes=entry.minutes,
            steps=entry.steps,
            means=Means(entry.means),
            late=entry.late,
            by=entry.by,
            trainer=words if entry.means == Means.LINK else "",
            motive=words if entry.kind == Kind.CORRECTED else "",
            scan=entry.scan_id,
            at=entry.at,
            previous=entry.previous,
            digest=entry.digest,
        )
