"""What enrolments gave back to a joined account goes on to the account it leads to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.accounts import actions as accounts
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import lifecycle, permissions
from ..models import Joining
from ..types import Act, JoiningState


@act
def gather(*, joining_id: UUID, by: Actor, at: datetime) -> int:
    """The cents that went on. The fact is recorded by the accounts, with its amounts."""
    row = Joining.objects.locked(joining_id)

    permissions.GATHER.require(by, row)
    if row.merged_account_id is None or not (
        lifecycle.JOINING.allows(Act.PROPOSE_PARTING, JoiningState(row.state)) or row.state == JoiningState.PARTING
    ):
        return 0

    # After this point the gathering must succeed.
    moved = accounts.gather_joined(
        joined_id=row.merged_account_id,
        joining_id=row.id,
        withheld_cents=row.withheld_cents,
        by=by,
        at=at,
    )
    row.moved_cents += moved
    row.save(update_fields=["moved_cents"])
    return moved
