"""A frozen account is open again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor

from .. import events, lifecycle, permissions
from ..models import Account
from ..types import AccountState, Act


@act
def unfreeze(*, account_id: UUID, by: Actor, at: datetime) -> None:
    account = Account.objects.locked(account_id)

    permissions.FREEZE.require(by, account)
    deed = Act.UNFREEZE_ENDED if account.frozen_at_end else Act.UNFREEZE
    state = lifecycle.ACCOUNT.require(deed, AccountState(account.state))

    # After this point the act must succeed.
    account.state, account.frozen_at_end = state, False
    account.save(update_fields=["state", "frozen_at_end"])

    record(events.Unfrozen(about=account.id, account_id=account.id), by=by, at=at)
