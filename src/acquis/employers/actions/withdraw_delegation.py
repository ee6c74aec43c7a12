"""A delegation ends before its day: the company takes it back, or the delegate gives it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused

from .. import events, permissions
from ..models import Delegation
from ..types import Refusal


@act
def withdraw_delegation(*, delegation_id: UUID, by: Actor, at: datetime) -> None:
    row = Delegation.objects.select_for_update().filter(pk=delegation_id).first()
    if row is None:
        raise Refused(Refusal.DELEGATION_UNKNOWN)

    permissions.DELEGATIONS.require(by, row)
    if row.withdrawn_at is not None or row.ends_on < day_of(at):
        raise Refused(Refusal.DELEGATION_OVER)

    # After this point the delegation must end.
    row.withdrawn_at, row.withdrawn_by = at, by.key
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])

    told = events.DelegationWithdrawn(about=row.company_id, delegation_id=row.id, delegate_id=row.delegate_id)
    record(told, by=by, at=at)
