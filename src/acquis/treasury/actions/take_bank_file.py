"""The bank's word is taken: what it executed is paid, what it sent back is owed again, what nothing explains waits.

Every entry is kept with what became of it, so that a statement is matched whole or says where it is not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet, Sum

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.outside import bank_answers
from acquis.people import crypto

from .. import events, permissions
from ..models import BankEntry, BankFile, PayoutBatch, PayoutLine
from ..series import locked
from ..told_by_bank import batch_number, told
from ..types import BankWord, BatchState, EntryState, LineState, Puzzle, Refusal
from .mark_paid import mark_paid
from .return_payout import return_payout

#: A day of a national scheme's transfers is far below; a larger file is none of a bank.
MOST_BYTES = 50 * 1024 * 1024
_SENT = (BatchState.APPROVED, BatchState.PAID)


@act
def take_bank_file(*, content: bytes, name: str, by: Actor, at: datetime) -> UUID:
    """Read a file of the bank, do what it tells, and return the id it is kept under; taken before, it changes nothing.

    Refuses: NOT_ALLOWED, BANK_FILE_TOO_LARGE, BANK_FILE_NOT_READABLE with `where` and `line`,
    BANK_FILE_OF_ANOTHER_ACCOUNT.
    """
    permissions.RECONCILE.require_any(by)
    if len(content) > MOST_BYTES:
        raise Refused(Refusal.BANK_FILE_TOO_LARGE)
    # One at a time: two statements of the same days must know of each other.
    locked("bank files")
    digest = hashlib.sha256(content).hexdigest()
    known = BankFile.objects.filter(sha256=digest).values_list("id", flat=True).first()
    if known is not None:
        return known
    try:
        answer = bank_answers.read(content)
    except bank_answers.NotReadable as error:
        raise Refused(Refusal.BANK_FILE_NOT_READABLE, where=error.where, line=error.line) from error
    ours = settings.ACQUIS.debtor_iban.replace(" ", "")
    if ours and any(each.iban != ours for each in answer.statements):
        raise Refused(Refusal.BANK_FILE_OF_ANOTHER_ACCOUNT)

    # After this point the taking must succeed.
    entries = told(answer)
    file = BankFile(
        name=name[:200],
        form=answer.form,
        message_id=answer.message_id,
        sha256=digest,
        opening_cents=answer.statements[0].opening_cents if answer.statements else None,
        closing_cents=answer.statements[-1].closing_cents if answer.statements else None,
        first_day=min((each.first_day for each in answer.statements), default=None),
        last_day=max((each.last_day for each in answer.statements), default=None),
        received_by=by.key,
        received_at=at,
    )
    file.content_sealed = crypto.seal_bytes(content, table="treasury_bankfile", column="content", row=file.id)
    file.save(force_insert=True)
    matching = _Matching(entries, by=by, at=at)
    for entry in entries:
        entry.file = file
        matching.match(entry)
    BankEntry.objects.bulk_create(entries, batch_size=1_000)

    waiting = sum(entry.state == EntryState.TO_LOOK_AT for entry in entries)
    record(events.BankFileTaken(about=file.id, form=file.form, entries=len(entries), to_look_at=waiting), by=by, at=at)
    return file.id


class _Matching:
    """What is known of the batches that a file names, and what it changes in them."""

    def __init__(self, entries: Iterable[BankEntry], *, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        entries = list(entries)
        named = {batch_number(entry.order_id) for entry in entries if entry.order_id}
        references = {entry.end_to_end_id for entry in entries if entry.end_to_end_id}
        lines = PayoutLine.objects.filter(end_to_end_id__in=references)
        concerned = {*lines.values_list("batch__number", flat=True), *named}
        rows = PayoutBatch.objects.defer("file").filter(number__in=concerned, state__in=[*_SENT, BatchState.REJECTED])
        self.batches = {row.number: row for row in rows.select_for_update().order_by("id")}
        self.lines = {row.end_to_end_id: row for row in lines.filter(batch__in=self.batches.values())}
        banks = {entry.reference for entry in entries if entry.reference}
        self.before = set(
            BankEntry.objects.filter(reference__in=banks).values_list(
                "reference", "word", "amount_cents", "end_to_end_id"
            )
        )
        #: Transfers that the bank booked one by one, by batch; and the batches that it booked whole.
        self.booked: dict[UUID, set[UUID]] = {}
        whole = BankEntry.objects.filter(
            batch__in=self.batches.values(), word=BankWord.DEBIT, state=EntryState.MATCHED, line=None
        )
        self.whole = set(whole.values_list("batch_id", flat=True))

    def match(self, entry: BankEntry) -> None:
        """Give an entry its state, and do what it tells."""
        entry.state = EntryState.MATCHED
        if entry.reference and (entry.reference, entry.word, entry.amount_cents, entry.end_to_end_id) in self.before:
            entry.state = EntryState.REPEATED
            return None
        entry.line = self.lines.get(entry.end_to_end_id)
        number = batch_number(entry.order_id)
        if entry.line is not None:
            entry.batch = next(each for each in self.batches.values() if each.id == entry.line.batch_id)
        else:
            entry.batch = self.batches.get(number)
        if entry.batch is None or (entry.end_to_end_id and entry.line is None):
            return self._wait(entry, Puzzle.REFERENCE_UNKNOWN)
        match BankWord(entry.word):
            case BankWord.ORDER_ACCEPTED:
                return None
            case BankWord.ORDER_REJECTED:
                return self._rejected(entry, list(entry.batch.lines.filter(state=LineState.ORDERED)))
            case BankWord.TRANSFER_REJECTED:
                return self._rejected(entry, [entry.line] if entry.line else [])
            case BankWord.DEBIT:
                return self._debited(entry)
            case BankWord.CREDIT:
                return self._credited(entry)

    def _rejected(self, entry: BankEntry, lines: list[PayoutLine]) -> None:
        """Before anything was booked: what the bank will not send is owed again."""
        if entry.batch is None or entry.batch.state != BatchState.APPROVED:
            return self._wait(entry, Puzzle.NOT_EXPECTED)
        if not lines or any(line.state == LineState.RETURNED for line in lines):
            entry.state = EntryState.REPEATED
            return None
        for line in lines:
            self._return(entry, line)
        return None

    def _debited(self, entry: BankEntry) -> None:
        batch, line = entry.batch, entry.line
        if batch is None or batch.state not in _SENT:
            return self._wait(entry, Puzzle.NOT_EXPECTED)
        if line is not None:
            if line.state == LineState.RETURNED or batch.id in self.whole or line.id in self._booked(batch):
                return self._wait(entry, Puzzle.NOT_EXPECTED)
            if line.amount_cents != entry.amount_cents:
                return self._wait(entry, Puzzle.AMOUNT_DIFFERS)
            self._booked(batch).add(line.id)
            if self._booked(batch) >= set(self._ordered(batch).values_list("id", flat=True)):
                self._paid(batch)
            return None
        if batch.id in self.whole or self._booked(batch):
            return self._wait(entry, Puzzle.NOT_EXPECTED)
        if entry.amount_cents != self._ordered(batch).aggregate(cents=Sum("amount_cents"))["cents"]:
            return self._wait(entry, Puzzle.AMOUNT_DIFFERS)
        self.whole.add(batch.id)
        self._paid(batch)
        return None

    def _credited(self, entry: BankEntry) -> None:
        """Money that came back from a payee's bank."""
        batch, line = entry.batch, entry.line
        if batch is None or line is None or batch.state != BatchState.PAID or line.state == LineState.RETURNED:
            return self._wait(entry, Puzzle.NOT_EXPECTED)
        if line.amount_cents != entry.amount_cents:
            return self._wait(entry, Puzzle.AMOUNT_DIFFERS)
        self._return(entry, line)
        return None

    def _paid(self, batch: PayoutBatch) -> None:
        # Told before by a person, the money has moved already: the statement only confirms it.
        if batch.state == BatchState.APPROVED:
            mark_paid(batch_id=batch.id, by=self.by, at=self.at)
            batch.state = BatchState.PAID

    def _return(self, entry: BankEntry, line: PayoutLine) -> None:
        return_payout(
            line_id=line.id, reason=entry.reason, on=entry.booked_on or day_of(self.at), by=self.by, at=self.at
        )
        line.state = LineState.RETURNED
        if line.end_to_end_id in self.lines:
            self.lines[line.end_to_end_id].state = LineState.RETURNED
        if entry.batch is not None:
            entry.batch.state = PayoutBatch.objects.values_list("state", flat=True).get(pk=entry.batch.pk)

    def _ordered(self, batch: PayoutBatch) -> QuerySet[PayoutLine]:
        return batch.lines.filter(state=LineState.ORDERED)

    def _booked(self, batch: PayoutBatch) -> set[UUID]:
        """The transfers of a batch that the bank has booked one by one, in this file and before."""
        if batch.id not in self.booked:
            told = BankEntry.objects.filter(batch=batch, word=BankWord.DEBIT, state=EntryState.MATCHED)
            self.booked[batch.id] = set(told.filter(line__isnull=False).values_list("line_id", flat=True))
        return self.booked[batch.id]

    @staticmethod
    def _wait(entry: BankEntry, puzzle: Puzzle) -> None:
        entry.state, entry.puzzle = EntryState.TO_LOOK_AT, puzzle
