"""A difference is proposed as a loss, or as a gain, with its motive: another person decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import WorkItem
from ..types import Refusal, WorkAct, WorkState
from ..work import moves_money


@act
def propose_write_off(*, item_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """Propose. Refuses: DIFFERENCE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, WORDS_MISSING, NO_MONEY."""
    item = WorkItem.objects.locked(item_id)

    permissions.END_DIFFERENCE.require(by, item)
    state = lifecycle.DIFFERENCE.require(WorkAct.PROPOSE, WorkState(item.state))
    said = " ".join(words.split())[:500]
    if not said:
        raise Refused(Refusal.WORDS_MISSING)
    if not moves_money(item):
        raise Refused(Refusal.NO_MONEY)

    # After this point the proposal must succeed.
    item.state, item.motive, item.proposed_by = state, said, by.key
    item.owner = item.owner or by.key
    item.save(update_fields=["state", "motive", "proposed_by", "owner"])

    record(events.WriteOffProposed(about=item.id, amount_cents=item.theirs_cents - item.ours_cents), by=by, at=at)
