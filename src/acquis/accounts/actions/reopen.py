"""An end was written by mistake (a pension without full rate, for one): the account is open again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused
from acquis.rules import EndGround

from .. import events, lifecycle, permissions
from ..models import Account
from ..types import AccountState, Act, Refusal


@act
def reopen(*, account_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """Only a pension can be taken back: nobody grows younger. What was frozen at the end is frozen again."""
    account = Account.objects.locked(account_id)

    permissions.END.require(by, account)
    state = lifecycle.ACCOUNT.require(
        Act.REOPEN_FROZEN if account.frozen_at_end else Act.REOPEN, AccountState(account.state)
    )
    if account.end_ground != EndGround.PENSION:
        raise Refused(Refusal.GROUND_NOT_MET)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)

    # After this point the act must succeed.
    account.state, account.end_ground, account.ended_on, account.frozen_at_end = state, "", None, False
    account.open_again_at = at
    account.save(update_fields=["state", "end_ground", "ended_on", "frozen_at_end", "open_again_at"])

    record(events.Reopened(about=account.id, account_id=account.id), by=by, at=at)
