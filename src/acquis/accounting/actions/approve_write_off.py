"""A second person writes a difference off: the ledger then says what is outside, and the rest is a loss or a gain."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.treasury.actions import settle_entry
from acquis.treasury.queries import bank_entry
from acquis.treasury.types import EntryState

from .. import day as days
from .. import events, lifecycle, permissions
from ..models import WorkItem
from ..turns import one_at_a_time
from ..types import Refusal, WorkAct, WorkState
from ..work import written_off


@act
def approve_write_off(*, item_id: UUID, by: Actor, at: datetime) -> None:
    """Write off. Refuses: DIFFERENCE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, SAME_PERSON, ENTRY_EXPLAINED when the
    line of the bank has moved money since, and what `settle_entry` refuses when it still waited for an explanation."""
    # Before the difference is held, as whoever reconciles a day does.
    one_at_a_time()
    item = WorkItem.objects.locked(item_id)

    permissions.APPROVE_WRITE_OFF.require(by, item)
    state = lifecycle.DIFFERENCE.require(WorkAct.WRITE_OFF, WorkState(item.state))
    if by.wrote(item.proposed_by):
        raise Refused(Refusal.SAME_PERSON)
    entry = bank_entry(item.entry_id) if item.entry_id else None
    if entry is not None and entry.state is EntryState.TO_LOOK_AT:
        settle_entry(entry_id=entry.id, answer=item.motive, by=by, at=at)
    elif entry is not None and not days.still_stands(item):
        # Settled with words alone, it differs as before; received as a call for funds, it would be booked twice.
        raise Refused(Refusal.ENTRY_EXPLAINED)

    # After this point the writing off must succeed.
    item.state, item.ended_by, item.ended_at = state, by.key, at
    item.save(update_fields=["state", "ended_by", "ended_at"])
    on = entry.booked_on if entry is not None and entry.booked_on else day_of(at)
    post(transfers=written_off(item, on=on), by=by, at=at)

    record(events.WrittenOff(about=item.id, amount_cents=item.theirs_cents - item.ours_cents), by=by, at=at)
