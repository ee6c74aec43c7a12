"""What the bank tells, held against what we ordered: each entry finds its transfer and does what it says, or waits.

An entry that waits is judged again after every file: what comes back may be told before what left.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of

from .actions.mark_paid import mark_paid
from .actions.return_payout import return_payout
from .expecting import label_in, receive
from .models import BankEntry, PayoutBatch, PayoutLine
from .told_by_bank import words_of
from .types import BankWord, BatchState, EntryState, LineAct, LineState, Puzzle

_SENT = (BatchState.APPROVED, BatchState.PAID, BatchState.REJECTED)
#: Reasons that are ours, not the payee's account's: no money on our account, sent twice, asked back, a failure.
_OURS = frozenset({"AM04", "AM05", "DUPL", "FOCR", "TECH"})


def blames_account(reason: str) -> bool:
    """Whether a transfer that did not arrive for this reason (ISO external code) says that the account is no good."""
    return reason not in _OURS


class Matching:
    """The batches that some entries name, locked in one order, and what the entries change in them."""

    def __init__(self, entries: Iterable[BankEntry], *, by: Actor, at: datetime) -> None:
        self.by, self.at = by, at
        self.entries = list(entries)
        references = {entry.end_to_end_id for entry in self.entries if entry.end_to_end_id}
        named = {entry.order_id for entry in self.entries if entry.order_id}
        named |= set(PayoutLine.objects.filter(end_to_end_id__in=references).values_list("batch__number", flat=True))
        rows = PayoutBatch.objects.defer("file").filter(number__in=named, state__in=_SENT)
        self.batches = {row.number: row for row in rows.select_for_update().order_by("id")}
        self.numbers = {row.id: number for number, row in self.batches.items()}
        self.lines: dict[UUID, dict[str, PayoutLine]] = {each: {} for each in self.numbers}
        for line in PayoutLine.objects.filter(batch__in=self.numbers).order_by("end_to_end_id"):
            self.lines[line.batch_id][line.end_to_end_id] = line
        self.by_reference = {line.end_to_end_id: line for lines in self.lines.values() for line in lines.values()}
        self.waiting = list(
            BankEntry.objects.select_for_update(of=("self",))
            .filter(state=EntryState.TO_LOOK_AT, batch__in=self.numbers)
            .order_by("file__received_at", "place")
        )
        self.known = set(
            BankEntry.objects.filter(reference__in={entry.reference for entry in self.entries} - {""}).values_list(
                *_KEY
            )
        )

    def match(self) -> None:
        """Give every entry its state and do what it tells; then judge again what had waited, as long as it helps."""
        for entry in self.entries:
            if entry.reference and tuple(getattr(entry, name) for name in _KEY) in self.known:
                entry.state = EntryState.REPEATED
            else:
                self._judge(entry)
        helped = True
        while helped:
            helped = False
            for entry in (*self.waiting, *self.entries):
                if entry.state == EntryState.TO_LOOK_AT and entry.puzzle != Puzzle.REFERENCE_UNKNOWN:
                    self._judge(entry)
                    helped |= entry.state != EntryState.TO_LOOK_AT
        for entry in self.waiting:
            entry.save(update_fields=["state", "puzzle", "batch", "line"])

    def _judge(self, entry: BankEntry) -> None:
        if entry.word == BankWord.CREDIT and (label := label_in(entry.end_to_end_id, words_of(entry))):
            found = receive(label, entry, by=self.by, at=self.at)
            if found is not None:
                self._say(entry, found)
                return
        entry.line = self.by_reference.get(entry.end_to_end_id)
        number = self.numbers[entry.line.batch_id] if entry.line else entry.order_id
        entry.batch = self.batches.get(number)
        if entry.batch is None or (entry.end_to_end_id and entry.line is None):
            entry.state, entry.puzzle = EntryState.TO_LOOK_AT, Puzzle.REFERENCE_UNKNOWN
            return
        match BankWord(entry.word):
            case BankWord.ORDER_ACCEPTED:
                found = EntryState.MATCHED
            case BankWord.ORDER_REJECTED:
                found = self._order_rejected(entry, entry.batch)
            case BankWord.TRANSFER_REJECTED:
                found = self._rejected(entry, entry.batch, entry.line)
            case BankWord.DEBIT:
                found = self._debited(entry, entry.batch, entry.line)
            case BankWord.CREDIT:
                found = self._credited(entry, entry.batch, entry.line)
        self._say(entry, found)

    def _say(self, entry: BankEntry, found: EntryState | Puzzle) -> None:
        if isinstance(found, Puzzle):
            entry.state, entry.puzzle = EntryState.TO_LOOK_AT, found
        else:
            entry.state, entry.puzzle = found, ""

    def _order_rejected(self, entry: BankEntry, batch: PayoutBatch) -> EntryState | Puzzle:
        lines = list(self.lines[batch.id].values())
        if batch.state == BatchState.REJECTED:
            return EntryState.REPEATED
        if batch.state != BatchState.APPROVED or any(line.booked_on for line in lines):
            return Puzzle.NOT_EXPECTED
        for line in lines:
            if line.state == LineState.ORDERED:
                self._give_back(entry, line, LineAct.REJECT, blames=False)
        return EntryState.MATCHED

    def _rejected(self, entry: BankEntry, batch: PayoutBatch, line: PayoutLine | None) -> EntryState | Puzzle:
        """Before it was booked: what our bank will not send is owed again."""
        if line is None:
            return Puzzle.NOT_EXPECTED
        if line.state == LineState.REJECTED:
            return EntryState.REPEATED
        if batch.state != BatchState.APPROVED or line.booked_on or line.state != LineState.ORDERED:
            return Puzzle.NOT_EXPECTED
        self._give_back(entry, line, LineAct.REJECT, blames=blames_account(entry.reason))
        self._end(batch)
        return EntryState.MATCHED

    def _debited(self, entry: BankEntry, batch: PayoutBatch, line: PayoutLine | None) -> EntryState | Puzzle:
        everything = self.lines[batch.id].values()
        unbooked = [each for each in everything if each.booked_on is None and each.state != LineState.REJECTED]
        booked = unbooked if line is None else [each for each in unbooked if each.id == line.id]
        if not booked:
            return Puzzle.NOT_EXPECTED
        if sum(each.amount_cents for each in booked) != entry.amount_cents:
            return Puzzle.AMOUNT_DIFFERS
        for each in booked:
            each.booked_on = self._day(entry)
        PayoutLine.objects.filter(pk__in=[each.pk for each in booked]).update(booked_on=self._day(entry))
        self._end(batch)
        return EntryState.MATCHED

    def _credited(self, entry: BankEntry, batch: PayoutBatch, line: PayoutLine | None) -> EntryState | Puzzle:
        """Money that came back from a payee's bank."""
        if line is None or line.state != LineState.ORDERED:
            return Puzzle.NOT_EXPECTED
        if line.booked_on is None and batch.state != BatchState.PAID:
            return Puzzle.NOT_EXPECTED
        if line.amount_cents != entry.amount_cents:
            return Puzzle.AMOUNT_DIFFERS
        self._give_back(entry, line, LineAct.RETURN, blames=blames_account(entry.reason))
        return EntryState.MATCHED

    def _give_back(self, entry: BankEntry, line: PayoutLine, word: LineAct, *, blames: bool) -> None:
        return_payout(
            line_id=line.id,
            word=word,
            reason=entry.reason,
            blames_account=blames,
            on=self._day(entry),
            by=self.by,
            at=self.at,
        )
        line.state = LineState.REJECTED if word is LineAct.REJECT else LineState.RETURNED
        batch = self.batches[self.numbers[line.batch_id]]
        if all(each.state == LineState.REJECTED for each in self.lines[batch.id].values()):
            batch.state = BatchState.REJECTED

    def _end(self, batch: PayoutBatch) -> None:
        """A batch of which the bank booked whatever it did not reject is paid, unless a person said so before."""
        days = [each.booked_on for each in self.lines[batch.id].values() if each.state != LineState.REJECTED]
        last = max((day for day in days if day), default=None)
        if batch.state == BatchState.APPROVED and last is not None and all(days):
            mark_paid(batch_id=batch.id, on=last, by=self.by, at=self.at)
            batch.state = BatchState.PAID

    def _day(self, entry: BankEntry) -> date:
        return entry.booked_on or day_of(self.at)


#: What makes an entry of another file the same entry, beside a reference of the bank's own.
_KEY = ("reference", "word", "amount_cents", "end_to_end_id", "order_id", "booked_on")
