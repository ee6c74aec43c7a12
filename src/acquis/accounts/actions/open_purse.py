"""A purse that an account has once at most (own rights, credit note) is made ready to receive money."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import lifecycle, permissions, purses
from ..models import Account
from ..types import SINGLE_PURSES, AccountState, PurseKind, Refusal


@act
def open_purse(*, account_id: UUID, kind: PurseKind, by: Actor, at: datetime) -> UUID:
    """The id of the purse, the same each time. Opening an empty purse is no event: the money that follows is."""
    # Asked by an enrolment whose money has moved already: to wait for a run now would be to wait for each other.
    account = Account.objects.locked_beside_a_run(account_id)

    permissions.OPEN_PURSE.require(by, account)
    # A credit note is the holder's own money, owed to them whatever became of the account.
    if kind != PurseKind.CREDIT_NOTE and AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if kind not in SINGLE_PURSES:
        raise Refused(Refusal.PURSE_NOT_FOR_TOP_UPS)

    # After this point the opening must succeed.
    return purses.open_single([account.id], kind, by=by, at=at)[account.id]
