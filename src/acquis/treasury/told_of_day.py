"""What the bank told of some days, and our orders of them, for whoever reconciles: no names, no words, no IBAN."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from .models import BankEntry, BankFile, PayoutBatch, PayoutLine, Refund
from .types import OWED_BACK, BankWord, BatchState, EntryState, LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedEntry:
    """One line of a statement: `reference` is the bank's, `line` the end-to-end reference of our transfer.

    With a `batch` and no `line`, it is the whole of what the bank executed of a batch.
    """

    id: UUID
    credit: bool
    amount_cents: int
    booked_on: date
    reference: str
    end_to_end_id: str
    state: EntryState
    batch: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSpan:
    """A statement: its days and its balances, in cents."""

    file_id: UUID
    message_id: str
    first_day: date
    last_day: date
    opening_cents: int
    closing_cents: int


def booked(first: date, last: date) -> list[BookedEntry]:
    """What statements told of the days from `first` to `last`, but for what was told before."""
    rows = (
        BankEntry.objects.filter(
            word__in=[BankWord.DEBIT, BankWord.CREDIT], booked_on__range=(first, last), amount_cents__isnull=False
        )
        .exclude(state=EntryState.REPEATED)
        .order_by("booked_on", "id")
        .values_list(
            "id", "word", "amount_cents", "booked_on", "reference", "end_to_end_id", "state",
            "batch__number", "line__end_to_end_id",
        )
    )  # fmt: skip
    # The filter leaves no amount and no day empty.
    return [
        BookedEntry(
            id=id_,
            credit=word == BankWord.CREDIT,
            amount_cents=cents,
            booked_on=on,
            reference=reference,
            end_to_end_id=end_to_end_id,
            state=EntryState(state),
            batch=batch or "",
            line=line or "",
        )
        for id_, word, cents, on, reference, end_to_end_id, state, batch, line in rows.iterator(chunk_size=5_000)
        if cents is not None and on is not None
    ]


def statements() -> list[StatementSpan]:
    """Every statement that was read, in the order of their days."""
    rows = BankFile.objects.filter(opening_cents__isnull=False).order_by("first_day", "last_day", "received_at")
    names = ("id", "message_id", "first_day", "last_day", "opening_cents", "closing_cents")
    return [
        StatementSpan(
            file_id=id_,
            message_id=message,
            first_day=first,
            last_day=last,
            opening_cents=opening,
            closing_cents=closing,
        )
        for id_, message, first, last, opening, closing in rows.values_list(*names)
        if first is not None and last is not None and opening is not None and closing is not None
    ]


def batches_of_lines(end_to_end_ids: Iterable[str]) -> dict[str, str]:
    """The number of the batch that each of these transfers is of."""
    rows = PayoutLine.objects.filter(end_to_end_id__in=set(end_to_end_ids))
    return dict(rows.values_list("end_to_end_id", "batch__number"))


def first_lines(batches: Iterable[str]) -> dict[str, str]:
    """One transfer of each of these batches, by the batch's number: what was executed of it stands under each."""
    rows = PayoutLine.objects.filter(batch__number__in=set(batches)).order_by("-end_to_end_id")
    return dict(rows.exclude(state=LineState.REJECTED).values_list("batch__number", "end_to_end_id"))


def batches_sent_on(first: date, last: date) -> dict[str, int]:
    """What the approved file of each batch approved on these days orders, in cents, by its number."""
    rows = PayoutBatch.objects.filter(approved_at__isnull=False).exclude(state=BatchState.DISCARDED)
    sums = rows.filter(approved_at__date__range=(first, last)).values_list("number", "total_cents")
    return dict(sums)


def unanswered_batches(before: date) -> list[tuple[str, date, int]]:
    """The batches to be executed before a day that the bank has not executed: number, that day, cents."""
    rows = PayoutBatch.objects.filter(state=BatchState.APPROVED, execute_on__lt=before)
    told = rows.order_by("number").values_list("number", "execute_on", "total_cents")
    return [(number, on, cents) for number, on, cents in told if on is not None]


def unmade_refunds(before: date) -> list[tuple[UUID, date, int]]:
    """The refunds due before a day that the card provider has not confirmed: id, that day, cents."""
    rows = Refund.objects.filter(state__in=OWED_BACK, due_at__date__lt=before)
    return list(rows.order_by("id").values_list("id", F("due_at__date"), "amount_cents"))
