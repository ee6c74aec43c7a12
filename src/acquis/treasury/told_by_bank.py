"""A file of the bank as a flat list of what it tells, in the order in which it must be believed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from acquis.outside.bank_answers import Answer, Entry
from acquis.people import crypto

from .models import BankEntry
from .types import BankWord

#: A batch's number, and what its group of payments is called in the file that we send (see `outside.bank_files`).
_ORDER = re.compile(r"(\d{4}-V\d{5,})(?:-1)?")
_TABLE = {"table": "treasury_bankentry", "column": "words"}


def told(answer: Answer) -> list[BankEntry]:
    """The entries of a file, unsaved and without a state; what leaves the account comes before what comes back."""
    booked = sorted((each for one in answer.statements for each in one.entries), key=lambda each: each.credit)
    entries = list(_of_orders(answer)) + [each for one in booked for each in _of_entry(one)]
    for place, entry in enumerate(entries, start=1):
        entry.place = place
    return entries


def words_of(entry: BankEntry) -> str:
    """What the bank wrote beside an entry."""
    return crypto.unseal(entry.words_sealed, row=entry.id, **_TABLE) if entry.words_sealed else ""


def batch_number(order_id: str) -> str:
    """The number of the batch that an order or a group of payments is of; what is none of ours stays as it is."""
    ours = _ORDER.fullmatch(order_id)
    return ours[1] if ours else order_id


def _of_orders(answer: Answer) -> Iterator[BankEntry]:
    for order in answer.orders:
        order_id = batch_number(order.order_id)
        if order.rejected:
            # What is said of each transfer says no more.
            yield BankEntry(word=BankWord.ORDER_REJECTED, order_id=order_id, reason=order.reason)
            continue
        for transfer in order.transfers:
            if transfer.rejected:
                yield BankEntry(
                    word=BankWord.TRANSFER_REJECTED,
                    order_id=order_id,
                    end_to_end_id=transfer.end_to_end_id,
                    reason=transfer.reason,
                )
        yield BankEntry(word=BankWord.ORDER_ACCEPTED, order_id=order_id, reason=order.reason)


def _of_entry(entry: Entry) -> Iterator[BankEntry]:
    """One for each transfer that is told apart, else one for the whole."""
    whole = {
        "word": BankWord.CREDIT if entry.credit else BankWord.DEBIT,
        "booked_on": entry.booked_on,
        "reference": entry.reference,
        "order_id": _order_of(entry),
    }
    named = [detail for detail in entry.details if detail.end_to_end_id]
    if len(named) != len(entry.details) or not named:
        words = [entry.words, *(detail.words for detail in entry.details)]
        reason = next((detail.reason for detail in entry.details if detail.reason), "")
        yield _sealed(BankEntry(amount_cents=entry.amount_cents, reason=reason, **whole), words)
        return
    for detail in named:
        row = BankEntry(
            amount_cents=detail.amount_cents, end_to_end_id=detail.end_to_end_id, reason=detail.reason, **whole
        )
        yield _sealed(row, [entry.words, detail.words])


def _order_of(entry: Entry) -> str:
    """The order that an entry is said to be of: ours rather than the bank's own."""
    ours = [batch_number(each) for each in entry.order_ids if _ORDER.fullmatch(each)]
    return next(iter([*ours, *entry.order_ids]), "")


def _sealed(row: BankEntry, words: list[str]) -> BankEntry:
    said = " ".join(filter(None, words))
    if said:
        row.words_sealed = crypto.seal(said, row=row.id, **_TABLE)
    return row
