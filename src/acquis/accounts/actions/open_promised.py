"""A purse is opened for what a funder promises for one enrolment (L6323-4 II): it is no money on the account.

The money comes from the funder's envelope in the act that calls this one, is held for the enrolment in that same
transaction, and goes back when the enrolment gives it back. Nothing is ever free in it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.refusal import Refused

from .. import permissions, purses
from ..models import Account, Purse
from ..types import FUNDED_KINDS, AccountState, PurseKind, Refusal


@act
def open_promised(
    *, account_id: UUID, purse_id: UUID, kind: PurseKind, label: str, promised_for: UUID, by: Actor, at: datetime
) -> None:
    """Open the purse `purse_id` on the account, for the enrolment `promised_for`; `label` names the funder."""
    # Asked by an enrolment that is being confirmed: to wait for a run now would be to wait for each other.
    account = Account.objects.locked_beside_a_run(account_id)

    permissions.OPEN_PURSE.require(by, account)
    if AccountState(account.state) is not AccountState.OPEN:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if kind not in FUNDED_KINDS:
        raise Refused(Refusal.PURSE_NOT_FOR_TOP_UPS)

    # After this point the opening must succeed.
    purse = Purse(
        id=purse_id,
        account_id=account.id,
        kind=kind,
        label=label,
        opened_at=at,
        reference=f"promise {purse_id}",
        promised_for=promised_for,
    )
    purses.open_in_ledger([purse], by=by, at=at)
