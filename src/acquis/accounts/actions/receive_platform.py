"""A platform tops up a worker whose turnover passed a threshold (L7342-3), once a decree has fixed how much."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.rules import platform_payment

from .. import compulsory, granting, lifecycle, permissions
from ..law import law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def receive_platform(
    *,
    account_id: UUID,
    year: int,
    label: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The purse of the payment for a year of turnover; refused as long as the law fixes no amount."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    facts = {"year": year}
    if grant := granting.known(reference, account, GrantGround.PLATFORM, facts):
        return grant.purse_id

    answer = platform_payment(law_of(day_of(at)))
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the payment must succeed.
    return compulsory.receive(
        account=account,
        kind=PurseKind.PLATFORM,
        ground=GrantGround.PLATFORM,
        label=label,
        reference=reference,
        facts=facts,
        working=answer,
        amount_cents=answer.granted_cents,
        by=by,
        at=at,
    )
