"""Money of a funder's convention is on our account: a credit of the bank that nothing else explained is it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.funders import queries as funders
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import HOUSE_OWNER, Code, House, Transfer, house
from acquis.treasury.actions import settle_entry
from acquis.treasury.queries import bank_entry
from acquis.treasury.types import BankWord, EntryState

from .. import events, permissions
from ..funding import left_of
from ..turns import one_at_a_time
from ..types import Refusal


@act
def receive_funding(*, convention_id: UUID, entry_id: UUID, by: Actor, at: datetime) -> None:
    """Receive the whole or a part. Refuses: NOT_ALLOWED, NOT_A_RECEIPT when the entry is not a credit that waits for an
    explanation, MORE_THAN_PROVIDED, and what `funders` and `settle_entry` refuse."""
    one_at_a_time()
    permissions.RECEIVE_CALL.require_any(by)
    convention = funders.convention(convention_id, by=by)
    entry = bank_entry(entry_id)
    if entry is None or entry.word is not BankWord.CREDIT or entry.state is not EntryState.TO_LOOK_AT:
        raise Refused(Refusal.NOT_A_RECEIPT)
    amount = entry.amount_cents or 0
    if amount > left_of(convention):
        raise Refused(Refusal.MORE_THAN_PROVIDED)
    settle_entry(entry_id=entry_id, answer=f"Convention {convention.number}", by=by, at=at)

    # After this point the receipt must succeed.
    transfer = Transfer(
        owner=HOUSE_OWNER,
        debit=house(House.BANK),
        credit=house(House.FUNDERS_MONEY),
        amount_cents=amount,
        code=Code.FUNDER_RECEIVED,
        effective_on=entry.booked_on or day_of(at),
        reference=f"funding received {convention.number} {entry.id}",
        about=convention.envelope_id,
    )
    post(transfers=[transfer], by=by, at=at)

    record(events.FundingReceived(about=convention.id, amount_cents=amount), by=by, at=at)
