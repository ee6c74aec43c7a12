"""An account is frozen: rights still arrive, nothing may be spent until somebody unfreezes it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import events, lifecycle, permissions
from ..models import Account
from ..types import AccountState, Act, Refusal


@act
def freeze(*, account_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    account = Account.objects.locked(account_id)

    permissions.FREEZE.require(by, account)
    ended = account.state == AccountState.RETIRED
    state = lifecycle.ACCOUNT.require(Act.FREEZE_ENDED if ended else Act.FREEZE, AccountState(account.state))
    if account.frozen_at_end:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the act must succeed.
    account.state, account.frozen_at_end = state, ended
    account.save(update_fields=["state", "frozen_at_end"])

    record(events.Frozen(about=account.id, account_id=account.id, reason=reason.strip()), by=by, at=at)
