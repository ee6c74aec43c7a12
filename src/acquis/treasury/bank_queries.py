"""What others may ask of the bank's files and of what they told; for those who reconcile."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from acquis.kit.actor import Actor
from acquis.people import crypto

from . import permissions
from .models import BankEntry, BankFile
from .seeing import seen
from .told_by_bank import words_of
from .types import BankEntryCard, BankFileCard, BankWord, EntryState, Puzzle


def taken_before(content: bytes) -> bool:
    """Whether a file of the bank has been read already."""
    return BankFile.objects.filter(sha256=hashlib.sha256(content).hexdigest()).exists()


def bank_content(file_id: UUID, *, by: Actor | None = None) -> bytes | None:
    """The file as the bank sent it."""
    row = seen(permissions.RECONCILE, by, BankFile.objects.filter(pk=file_id)).first()
    if row is None:
        return None
    return crypto.unseal_bytes(row.content_sealed, table="treasury_bankfile", column="content", row=row.id)


def entries_to_look_at(*, by: Actor | None = None) -> int:
    """How many entries of the bank wait for a person."""
    return int(seen(permissions.RECONCILE, by, BankEntry.objects.filter(state=EntryState.TO_LOOK_AT)).count())


def bank_files(*, limit: int = 50, by: Actor | None = None) -> list[BankFileCard]:
    """The latest files of the bank, newest first."""
    rows = seen(permissions.RECONCILE, by, BankFile.objects.defer("content_sealed"))
    return [_bank_file(row) for row in _counted(rows).order_by("-received_at", "-id")[:limit]]


def bank_file(file_id: UUID, *, by: Actor | None = None) -> BankFileCard | None:
    rows = seen(permissions.RECONCILE, by, BankFile.objects.defer("content_sealed").filter(pk=file_id))
    row = _counted(rows).first()
    return None if row is None else _bank_file(row)


def bank_entries(
    file_id: UUID | None = None, *, to_look_at: bool = False, limit: int | None = 500, by: Actor | None = None
) -> list[BankEntryCard]:
    """What the bank told, in one file or in all, oldest first; `to_look_at`: only what waits for a person."""
    rows = seen(permissions.RECONCILE, by, BankEntry.objects.select_related("batch").defer("batch__file"))
    if file_id is not None:
        rows = rows.filter(file_id=file_id)
    if to_look_at:
        rows = rows.filter(state=EntryState.TO_LOOK_AT)
    return [_bank_entry(row) for row in rows.order_by("file__received_at", "file_id", "place")[:limit]]


def bank_entry(entry_id: UUID, *, by: Actor | None = None) -> BankEntryCard | None:
    """One thing that the bank told."""
    rows = seen(permissions.RECONCILE, by, BankEntry.objects.select_related("batch").defer("batch__file"))
    row = rows.filter(pk=entry_id).first()
    return None if row is None else _bank_entry(row)


def _counted(rows: QuerySet[BankFile]) -> QuerySet[BankFile]:
    waiting = Q(entries__state=EntryState.TO_LOOK_AT)
    return rows.annotate(told=Count("entries"), waiting=Count("entries", filter=waiting))


def _bank_file(row: Any) -> BankFileCard:
    return BankFileCard(
        id=row.id,
        name=row.name,
        form=row.form,
        message_id=row.message_id,
        opening_cents=row.opening_cents,
        closing_cents=row.closing_cents,
        first_day=row.first_day,
        last_day=row.last_day,
        received_by=row.received_by,
        received_at=row.received_at,
        entries=row.told,
        to_look_at=row.waiting,
    )


def _bank_entry(row: BankEntry) -> BankEntryCard:
    return BankEntryCard(
        id=row.id,
        file_id=row.file_id,
        place=row.place,
        word=BankWord(row.word),
        amount_cents=row.amount_cents,
        booked_on=row.booked_on,
        reference=row.reference,
        order_id=row.order_id,
        end_to_end_id=row.end_to_end_id,
        reason=row.reason,
        words=words_of(row),
        state=EntryState(row.state),
        puzzle=Puzzle(row.puzzle) if row.puzzle else None,
        batch_id=row.batch_id,
        batch_number=row.batch.number if row.batch else "",
        answer=row.answer,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )
