"""A second agent does not agree that two persons are in one account: nothing changes for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Split
from ..types import Act, Refusal, SplitState


@act
def decline_split(*, split_id: UUID, by: Actor, at: datetime) -> None:
    row = Split.objects.locked(split_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.SPLIT.require(Act.DECLINE_SPLIT, SplitState(row.state))
    if by.wrote(row.proposed_by):
        raise Refused(Refusal.SAME_AGENT)

    # After this point the act must succeed.
    row.state, row.decided_at, row.decided_by = state, at, by.key
    row.save(update_fields=["state", "decided_at", "decided_by"])

    record(events.SplitDeclined(about=row.id), by=by, at=at)
