"""A second agent does not agree to part two persons: they stay one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Joining
from ..types import Act, JoiningState, Refusal


@act
def decline_parting(*, joining_id: UUID, by: Actor, at: datetime) -> None:
    row = Joining.objects.locked(joining_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.JOINING.require(Act.DECLINE_PARTING, JoiningState(row.state))
    if by.wrote(row.parting_by):
        raise Refused(Refusal.SAME_AGENT)

    # After this point the act must succeed.
    row.state, row.parting_reason, row.parting_at, row.parting_by = state, "", None, ""
    row.save(update_fields=["state", "parting_reason", "parting_at", "parting_by"])

    record(events.PartingDeclined(about=row.id), by=by, at=at)
