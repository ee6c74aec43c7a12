"""What a difference is as work: whether money is in question, and what the ledger moves when it is written off."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house

from .models import WorkItem
from .types import Difference, Teller

#: Differences that no money settles: a day, a file, a delay.
_WITHOUT = frozenset(
    {Difference.OTHER_DAY, Difference.LATE, Difference.GAP, Difference.NO_STATEMENT, Difference.UNREADABLE}
)


def moves_money(item: WorkItem) -> bool:
    """Whether our ledger tells another sum than what is outside."""
    return item.kind not in _WITHOUT and not item.key.startswith("order ") and item.theirs_cents != item.ours_cents


def written_off(item: WorkItem, *, on: date) -> list[Transfer]:
    """The transfers of a difference written off: the account goes to what is outside, through what waits, to fees."""
    account = house(House.BANK if item.teller == Teller.BANK else House.CARD_CLEARING)
    money = item.theirs_cents - item.ours_cents
    waits, fees = house(House.TO_CLEAR), house(House.FEES)
    moved = []
    if item.kind != Difference.CHARGEBACK:
        # A chargeback is on the account of what waits since its report was taken.
        debit, credit = (account, waits) if money > 0 else (waits, account)
        named = f"difference {item.id} {item.entry_id or 'moved'}"
        moved.append(_transfer(debit, credit, abs(money), Code.UNEXPLAINED, named, on))
    debit, credit = (waits, fees) if money > 0 else (fees, waits)
    moved.append(_transfer(debit, credit, abs(money), Code.WRITTEN_OFF, f"difference {item.id} written off", on))
    return moved


def _transfer(debit: UUID, credit: UUID, cents: int, code: Code, reference: str, on: date) -> Transfer:
    return Transfer(
        owner=HOUSE_OWNER,
        debit=debit,
        credit=credit,
        amount_cents=cents,
        code=code,
        effective_on=on,
        reference=reference,
    )
