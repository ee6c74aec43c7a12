"""Money of a call for funds is on our account: a credit that the bank told, and that nothing else explained, is it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

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

from .. import events, lifecycle, permissions
from ..models import FundCall
from ..types import CallAct, CallState, Refusal


@act
def receive_call(*, call_id: UUID, entry_id: UUID, by: Actor, at: datetime) -> None:
    """Receive the whole or a part. Refuses: CALL_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, NOT_A_RECEIPT when the entry
    is not a credit that waits for an explanation, MORE_THAN_CALLED, and what `settle_entry` refuses."""
    call = FundCall.objects.locked(call_id)
    entry = bank_entry(entry_id)

    permissions.RECEIVE_CALL.require(by, call)
    state = lifecycle.FUND_CALL.require(CallAct.RECEIVE, CallState(call.state))
    if entry is None or entry.word is not BankWord.CREDIT or entry.state is not EntryState.TO_LOOK_AT:
        raise Refused(Refusal.NOT_A_RECEIPT)
    amount = entry.amount_cents or 0
    if amount > call.amount_cents - call.received_cents:
        raise Refused(Refusal.MORE_THAN_CALLED)
    settle_entry(entry_id=entry_id, answer=f"Appel de fonds {call.number}", by=by, at=at)

    # After this point the receipt must succeed.
    booked_on = entry.booked_on or day_of(at)
    call.received_cents += amount
    whole = call.received_cents == call.amount_cents
    if whole:
        call.state, call.received_on = state, booked_on
    call.save(update_fields=["received_cents", "state", "received_on"])
    transfer = Transfer(
        owner=HOUSE_OWNER,
        debit=house(House.BANK),
        credit=house(House.FUND_RECEIVABLE),
        amount_cents=amount,
        code=Code.FUND_RECEIVED,
        effective_on=booked_on,
        reference=f"fund received {call.number} {entry.id}",
        about=call.id,
    )
    post(transfers=[transfer], by=by, at=at)

    record(events.CallReceived(about=call.id, amount_cents=amount, whole=whole), by=by, at=at)
