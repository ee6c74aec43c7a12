"""What comes back to the account of somebody who has died is cancelled in its turn, as their rights were (L6323-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.rules import EndGround

from .. import cancelling, permissions
from ..law import law_of
from ..models import Account


@act
def cancel_returned(*, account_id: UUID, under: str, by: Actor, at: datetime) -> None:
    """`under` names what came back: the same twice cancels nothing more. An account not ended by a death keeps all."""
    account = Account.objects.locked(account_id)

    permissions.END.require(by, account)
    if account.end_ground != EndGround.DEATH or not law_of(day_of(at)).account.unused_yearly_rights_cancelled:
        return

    # After this point what came back must be cancelled. It is no fact of its own: the death was told.
    cancelling.cancel(account, under=under, by=by, at=at)
