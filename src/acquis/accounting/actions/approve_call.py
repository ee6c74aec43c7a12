"""A second person approves a call for funds: it is sent, and what it asks for is receivable."""

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

from .. import events, lifecycle, permissions
from ..models import FundCall
from ..types import CallAct, CallState, Refusal


@act
def approve_call(*, call_id: UUID, by: Actor, at: datetime) -> None:
    """Approve. Refuses: CALL_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, SAME_PERSON."""
    call = FundCall.objects.locked(call_id)

    permissions.APPROVE_CALL.require(by, call)
    state = lifecycle.FUND_CALL.require(CallAct.APPROVE, CallState(call.state))
    if by.wrote(call.prepared_by):
        raise Refused(Refusal.SAME_PERSON)

    # After this point the approval must succeed.
    call.state, call.decided_by, call.decided_at = state, by.key, at
    call.save(update_fields=["state", "decided_by", "decided_at"])
    transfer = Transfer(
        owner=HOUSE_OWNER,
        debit=house(House.FUND_RECEIVABLE),
        credit=house(House.FUND_RESOURCES),
        amount_cents=call.amount_cents,
        code=Code.FUND_CALL,
        effective_on=day_of(at),
        reference=f"fund call {call.number}",
        about=call.id,
    )
    post(transfers=[transfer], by=by, at=at)

    record(events.CallApproved(about=call.id, amount_cents=call.amount_cents), by=by, at=at)
