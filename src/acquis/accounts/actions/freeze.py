"""An account is frozen: rights still arrive, nothing may be spent until nothing freezes it any more."""

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
def freeze(*, account_id: UUID, reason: str, death: UUID | None = None, by: Actor, at: datetime) -> None:
    """`death` is the doubtful death that may be the holder's, None for a decision; each freezes on its own, once."""
    account = Account.objects.locked(account_id)
    standing = Freeze.objects.filter(account=account, lifted_at=None)

    permissions.FREEZE.require(by, account)
    ended = account.state == AccountState.RETIRED
    state = lifecycle.ACCOUNT.require(Act.FREEZE_ENDED if ended else Act.FREEZE, AccountState(account.state))
    if standing.filter(death=death).exists():
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the act must succeed.
    Freeze.objects.create(account=account, death=death, reason=reason.strip(), frozen_at=at)
    account.state, account.frozen_at_end = state, ended
    account.save(update_fields=["state", "frozen_at_end"])

    record(events.Frozen(about=account.id, account_id=account.id, reason=reason.strip()), by=by, at=at)
