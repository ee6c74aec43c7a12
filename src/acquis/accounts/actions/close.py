"""An account is closed for ever: nothing arrives, nothing is spent (L6323-3); what it held stays written."""

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
def close(*, account_id: UUID, by: Actor, at: datetime) -> None:
    account = Account.objects.locked(account_id)

    permissions.CLOSE.require(by, account)
    state = lifecycle.ACCOUNT.require(Act.CLOSE, AccountState(account.state))

    # After this point the act must succeed.
    account.state, account.closed_at = state, at
    account.save(update_fields=["state", "closed_at"])

    record(events.Closed(about=account.id, account_id=account.id), by=by, at=at)
