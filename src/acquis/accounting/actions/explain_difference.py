"""A difference in which no money is in question is explained in words."""

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
def explain_difference(*, item_id: UUID, words: str, by: Actor, at: datetime) -> None:
    """End with words. Refuses: DIFFERENCE_UNKNOWN, NOT_ALLOWED, NOT_IN_THIS_STATE, WORDS_MISSING, MONEY_DIFFERS when
    money is in question: it is then written off by two persons, or goes when both sides agree."""
    item = WorkItem.objects.locked(item_id)

    permissions.END_DIFFERENCE.require(by, item)
    state = lifecycle.DIFFERENCE.require(WorkAct.EXPLAIN, WorkState(item.state))
    said = " ".join(words.split())[:500]
    if not said:
        raise Refused(Refusal.WORDS_MISSING)
    if moves_money(item):
        raise Refused(Refusal.MONEY_DIFFERS)

    # After this point the explanation must succeed.
    item.state, item.motive, item.ended_by, item.ended_at = state, said, by.key, at
    item.owner = item.owner or by.key
    item.proposed_by = ""
    item.save(update_fields=["state", "motive", "ended_by", "ended_at", "owner", "proposed_by"])

    record(events.DifferenceExplained(about=item.id), by=by, at=at)
