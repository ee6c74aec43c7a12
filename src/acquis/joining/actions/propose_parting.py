"""An agent holds that two persons taken for one are two; they stay one until another agent agrees."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import queries as people

from .. import events, lifecycle, permissions
from ..models import Joining
from ..types import Act, JoiningState, Refusal


@act
def propose_parting(*, joining_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    row = Joining.objects.locked(joining_id)

    permissions.PROPOSE.require(by, row)
    state = lifecycle.JOINING.require(Act.PROPOSE_PARTING, JoiningState(row.state))
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    people.require_nameless(reason, [row.kept_id, row.merged_id])

    # After this point the proposal must succeed.
    row.state, row.parting_reason, row.parting_at, row.parting_by = state, reason.strip(), at, by.key
    row.save(update_fields=["state", "parting_reason", "parting_at", "parting_by"])

    record(events.PartingProposed(about=row.id), by=by, at=at)
