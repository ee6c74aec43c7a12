"""The record of one person, read from the half-days of their session and the lines about them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from acquis.enrolments.types import Attendee

from . import chain, followers
from .models import Entry, HalfDay, Sheet
from .standing import completion_of, standing_of
from .types import Standing


def counted(attendee: Attendee) -> list[HalfDay]:
    """The half-days that count in a person's training, in their order."""
    rows = HalfDay.objects.standing().filter(session_id=attendee.session_id).order_by("day", "starts", "id")
    return [each for each in rows if followers.is_counted(each, attendee)]


def entries_of(attendee: Attendee) -> list[Entry]:
    """Every line of a person's record, in order."""
    rows = Entry.objects.filter(account_id=attendee.account_id, enrolment_id=attendee.id)
    return list(rows.order_by("rank"))


def standings(half_days: Iterable[HalfDay], entries: Iterable[Entry]) -> list[tuple[HalfDay, Standing]]:
    """Each half-day with what is known of one person then."""
    about: dict[UUID, list[Entry]] = {}
    for entry in entries:
        about.setdefault(entry.half_day_id, []).append(entry)
    return [(each, standing_of(each, about.get(each.id, []))) for each in half_days]


def rate_of(attendee: Attendee) -> tuple[int | None, bool]:
    """The completion rate of the record in whole percent, None when nothing is planned; and whether all is settled."""
    found = standings(counted(attendee), entries_of(attendee))
    made = completion_of(found)
    return (int(made.rate_percent) if made.total else None), bool(found) and all(each.settled for _, each in found)


def is_proven(sheet: Sheet | None, entries: list[Entry]) -> bool:
    """Whether the lines are those that were written: each digest that of its words, each after the one before."""
    previous = chain.BEFORE_THE_FIRST
    for rank, entry in enumerate(entries, start=1):
        if (entry.rank, entry.previous) != (rank, previous) or entry.digest != entry.expected_digest():
            return False
        previous = entry.digest
    return previous == (sheet.head if sheet else chain.BEFORE_THE_FIRST)
