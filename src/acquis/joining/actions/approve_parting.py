"""A second agent agrees that two persons are two: each has again what was theirs, as far as it is still there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.accounts import queries as known_accounts
from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.people import actions as people

from .. import declared, events, lifecycle, permissions
from ..models import Joining
from ..types import Act, JoiningState, Refusal


@act
def approve_parting(*, joining_id: UUID, by: Actor, at: datetime) -> None:
    """What was spent meanwhile is told (`shortfall_cents`) and stays to be settled by the agents, never a debt."""
    row = Joining.objects.locked(joining_id)

    permissions.DECIDE.require(by, row)
    state = lifecycle.JOINING.require(Act.APPROVE_PARTING, JoiningState(row.state))
    if by.wrote(row.parting_by):
        raise Refused(Refusal.SAME_AGENT)

    # After this point the parting must succeed; what the acts below refuse undoes it whole.
    people.part_people(kept_id=row.kept_id, merged_id=row.merged_id, by=by, at=at)
    if row.merged_account_id is not None:
        row.returned_cents, row.shortfall_cents = accounts.part_accounts(
            joined_id=row.merged_account_id, joining_id=row.id, by=by, at=at
        )
        kept_account_id = known_accounts.account_of(row.kept_id)
        declared.credit_again([each for each in (row.merged_account_id, kept_account_id) if each], at=at)
    row.state, row.parted_at, row.parted_by = state, at, by.key
    row.save()

    record(events.PartingApproved(about=row.id, kept_id=row.kept_id, merged_id=row.merged_id), by=by, at=at)
