"""A labour court has an employer put money on a whistle-blower's account (law 2016-1691 art. 12 II, D6323-3-4).

It brings the account to the ceiling at most; what the court ordered beyond is not credited, and the answer says so.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import whistleblower_payment

from .. import compulsory, granting, held, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def receive_whistleblower(
    *,
    account_id: UUID,
    ordered_cents: int,
    decided_on: date,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of the payment, of what fits under the ceiling; refused when nothing does."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if ordered_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    facts = {"ordered_cents": ordered_cents, "decided_on": decided_on}
    if grant := granting.known(reference, account, GrantGround.WHISTLEBLOWER, facts):
        return grant.purse_id
    if decided_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME, field="decided_on")

    answer = whistleblower_payment(
        law_of(decided_on), ordered_cents=ordered_cents, balance_cents=held.on_account(account)
    )
    if answer.refusal is not None:
        raise Refused(answer.refusal)
    if answer.granted_cents == 0:
        raise Refused(Refusal.GROUND_NOT_MET)

    # After this point the payment must succeed.
    return compulsory.receive(
        account=account,
        kind=PurseKind.WHISTLEBLOWER,
        ground=GrantGround.WHISTLEBLOWER,
        label=label,
        reference=reference,
        facts=facts,
        working=answer,
        amount_cents=answer.granted_cents,
        by=by,
        at=at,
    )
