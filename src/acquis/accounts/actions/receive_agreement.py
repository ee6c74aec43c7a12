"""An employer pays what a collective agreement promises beyond the law, credited on receipt (L6323-11 al. 4)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import FIRST_DAY

from .. import compulsory, granting, lifecycle, permissions
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def receive_agreement(
    *,
    account_id: UUID,
    amount_cents: int,
    year: int,
    agreement: str,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of the payment for a year of activity; `agreement` is the number under which it was filed."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if amount_cents <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    facts = {"amount_cents": amount_cents, "year": year, "agreement": agreement}
    if grant := granting.known(reference, account, GrantGround.AGREEMENT, facts):
        return grant.purse_id
    if year > day_of(at).year:
        raise Refused(Refusal.DAY_TO_COME, field="year")
    if year < FIRST_DAY.year:
        raise Refused(Refusal.DAY_TOO_EARLY, field="year")

    # After this point the payment must succeed: the employer computes, the law sets no amount and no ceiling.
    return compulsory.receive(
        account=account,
        kind=PurseKind.AGREEMENT,
        ground=GrantGround.AGREEMENT,
        label=label,
        reference=reference,
        facts=facts,
        working={},
        amount_cents=amount_cents,
        by=by,
        at=at,
    )
