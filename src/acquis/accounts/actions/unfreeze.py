"""What froze an account is over: it is open again, unless something else freezes it still."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Account, Freeze
from ..types import AccountState, Act, Refusal


@act
def unfreeze(*, account_id: UUID, death: UUID | None = None, by: Actor, at: datetime) -> None:
    """Lift what a decision froze, or with `death` what that doubtful death did. The others stand."""
    account = Account.objects.locked(account_id)
    standing = Freeze.objects.filter(account=account, lifted_at=None)

    permissions.FREEZE.require(by, account)
    deed = Act.UNFREEZE_ENDED if account.frozen_at_end else Act.UNFREEZE
    state = lifecycle.ACCOUNT.require(deed, AccountState(account.state))
    if not standing.filter(death=death).exists():
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)

    # After this point the act must succeed.
    standing.filter(death=death).update(lifted_at=at)
    if standing.exists():
        return
    account.state, account.frozen_at_end = state, False
    account.save(update_fields=["state", "frozen_at_end"])

    record(events.Unfrozen(about=account.id, account_id=account.id), by=by, at=at)
