"""A call for funds is prepared: what the fund needs for a month, computed, for another person to approve."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, funds, permissions, reading
from ..models import FundCall
from ..turns import one_at_a_time
from ..types import CallState, Refusal


@act
def prepare_call(*, month: date, by: Actor, at: datetime) -> UUID:
    """Prepare the call for the month that begins on `month`; returns it.

    One waits for approval at a time. Refuses: NOT_ALLOWED, CALL_UNDER_WAY, NOTHING_TO_CALL when the fund has enough.
    """
    one_at_a_time()
    month = month.replace(day=1)

    permissions.PREPARE_CALL.require_any(by)
    if FundCall.objects.filter(state=CallState.PREPARED).exists():
        raise Refused(Refusal.CALL_UNDER_WAY)
    # What the books have of a later month, if anything, was not known when it was prepared.
    known = [flow for flow in reading.every_flow() if flow.month <= day_of(at)]
    lines = funds.needs(known, month=month)
    amount = sum(cents for _, cents in lines)
    if amount <= 0:
        raise Refused(Refusal.NOTHING_TO_CALL)

    # After this point the preparation must succeed.
    count = FundCall.objects.filter(month__year=month.year).count()
    call = FundCall.objects.create(
        number=f"{month.year}-F{count + 1:04d}",
        month=month,
        lines=lines,
        amount_cents=amount,
        prepared_by=by.key,
        prepared_at=at,
    )

    record(events.CallPrepared(about=call.id, amount_cents=amount), by=by, at=at)
    return call.id
