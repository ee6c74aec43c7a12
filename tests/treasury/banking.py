"""Batches that were sent, and what a bank says of them, for the tests of its answers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.treasury.scenes import (
    APPROVER,
    FINANCE,
    LATER,
    a_batch,
    a_provider,
    an_invoice,
)

from acquis.kit.refusal import Refused
from acquis.ledger.queries import house_sums
from acquis.ledger.types import Sums
from acquis.outside import bank_standin
from acquis.outside.bank_standin import Booked
from acquis.treasury import queries
from acquis.treasury.actions import (
    approve_payouts,
    take_bank_file,
)
from acquis.treasury.checks import CHECKED
from acquis.treasury.models import PayoutBatch, PayoutLine
from acquis.treasury.types import EntryState, Puzzle

DAY = date(2026, 7, 2)
IBAN = "FR7699999000010000000000115"


def refused(act: Any, **arguments: Any) -> Any:
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    return refusal.value.reason


def sound() -> list[str]:
    return [sentence for check in CHECKED for sentence in check()]


def balance(account: Any) -> int:
    return house_sums().get(account, Sums()).balance_cents


def sent(*amounts: int) -> PayoutBatch:
    """A batch approved and sent, with one transfer for each amount, to as many bodies."""
    for amount in amounts:
        an_invoice(a_provider(), amount)
    batch = a_batch()
    approve_payouts(batch_id=batch, by=APPROVER, at=LATER)
    return PayoutBatch.objects.get(pk=batch)


def lines(batch: PayoutBatch) -> list[PayoutLine]:
    return list(batch.lines.order_by("end_to_end_id"))


def told(*booked: Booked, number: str = "S1", opening: int = 0) -> bytes:
    return bank_standin.statement(iban=IBAN, number=number, on=DAY, made_at=LATER, opening_cents=opening, booked=booked)


def took(content: bytes, **more: Any) -> UUID:
    return take_bank_file(content=content, name="relevé.xml", **{"by": FINANCE, "at": LATER} | more)


def states(file: UUID) -> list[tuple[EntryState, Puzzle | None]]:
    return [(each.state, each.puzzle) for each in queries.bank_entries(file)]


def whole(batch: PayoutBatch, amount: int | None = None, reference: str = "B1") -> Booked:
    cents = batch.total_cents if amount is None else amount
    return Booked(credit=False, amount_cents=cents, reference=reference, order_id=batch.number)


def back(line: PayoutLine, reason: str = "AC04", reference: str = "B9") -> Booked:
    return Booked(
        credit=True,
        amount_cents=line.amount_cents,
        reference=reference,
        end_to_end_id=line.end_to_end_id,
        reason=reason,
    )


def single(line: PayoutLine, reference: str) -> Booked:
    return Booked(credit=False, amount_cents=line.amount_cents, reference=reference, end_to_end_id=line.end_to_end_id)
