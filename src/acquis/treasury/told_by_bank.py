"""A file of the bank as a flat list of what it tells, in the order in which it must be believed."""

from __future__ import annotations

from collections.abc import Iterator

from acquis.outside.bank_answers import Answer, Entry, Statement

from .models import BankEntry
from .types import BankWord

#: What the bank adds to a batch's number in the name of its group of payments (see `outside.bank_files`).
_GROUP = "-1"


def told(answer: Answer) -> list[BankEntry]:
    """The entries of a file, unsaved and without a state; what leaves the account comes before what comes back."""
    entries = list(_of_orders(answer)) + [each for one in answer.statements for each in _of_statement(one)]
    for place, entry in enumerate(entries, start=1):
        entry.place = place
    return entries


def batch_number(order_id: str) -> str:
    """The number of the batch that an order or a group of payments is of."""
    return order_id.removesuffix(_GROUP)


def _of_orders(answer: Answer) -> Iterator[BankEntry]:
    for order in answer.orders:
        for transfer in order.transfers:
            if transfer.rejected:
                yield BankEntry(
                    word=BankWord.TRANSFER_REJECTED,
                    order_id=order.order_id,
                    end_to_end_id=transfer.end_to_end_id,
                    reason=transfer.reason,
                )
        word = BankWord.ORDER_REJECTED if order.rejected else BankWord.ORDER_ACCEPTED
        yield BankEntry(word=word, order_id=order.order_id, reason=order.reason)


def _of_statement(statement: Statement) -> Iterator[BankEntry]:
    for entry in sorted(statement.entries, key=lambda each: each.credit):
        yield from _of_entry(entry)


def _of_entry(entry: Entry) -> Iterator[BankEntry]:
    whole = {
        "word": BankWord.CREDIT if entry.credit else BankWord.DEBIT,
        "booked_on": entry.booked_on,
        "reference": entry.reference,
    }
    if entry.order_id and not entry.credit:
        yield BankEntry(amount_cents=entry.amount_cents, order_id=entry.order_id, words=entry.words, **whole)
        return
    if not entry.details:
        yield BankEntry(amount_cents=entry.amount_cents, words=entry.words, **whole)
    for detail in entry.details:
        yield BankEntry(
            amount_cents=detail.amount_cents,
            end_to_end_id=detail.end_to_end_id,
            reason=detail.reason,
            words=" ".join(filter(None, (entry.words, detail.words))),
            **whole,
        )
