"""An employer pays what a dismissal after the refusal of a performance agreement makes due (L2254-2 VI, R6323-3-2).

Data that come late are kept as late, and the money is credited all the same: the employee is not to suffer for it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import dismissal_payment

from .. import compulsory, granting, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def receive_dismissal(
    *,
    account_id: UUID,
    amount_cents: int,
    notified_on: date,
    sent_on: date,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of the payment; `notified_on` is the day of the dismissal, `sent_on` that of its data."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    facts = {"amount_cents": amount_cents, "notified_on": notified_on, "sent_on": sent_on}
    if grant := granting.known(reference, account, GrantGround.DISMISSAL, facts):
        return grant.purse_id
    if sent_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME, field="sent_on")
    if notified_on > sent_on:
        raise Refused(Refusal.DAYS_CROSSED, field="sent_on")

    answer = dismissal_payment(law_of(notified_on), amount_cents=amount_cents, notified_on=notified_on, sent_on=sent_on)
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the payment must succeed.
    return compulsory.receive(
        account=account,
        kind=PurseKind.APC,
        ground=GrantGround.DISMISSAL,
        label=label,
        reference=reference,
        facts=facts,
        working=answer,
        amount_cents=answer.granted_cents,
        by=by,
        at=at,
    )
