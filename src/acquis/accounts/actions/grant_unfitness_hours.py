"""A public agent at risk of becoming unfit for their work receives more hours, on medical advice (décret 2017-928 II).

Outside the ceilings, up to so many in all.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House

from .. import granting, lifecycle, permissions
from ..hours import HOUR
from ..law import law_of
from ..models import Account, Grant
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def grant_unfitness_hours(
    *, account_id: UUID, hours: int, advised_on: date, reference: str, by: Actor, at: datetime
) -> int:
    """The whole hours granted, of those asked; refused when the most has been reached."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if hours <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    facts = {"hours": hours, "advised_on": advised_on}
    if grant := granting.known(reference, account, GrantGround.UNFITNESS_PREVENTION, facts):
        return grant.amount // HOUR
    if advised_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)

    most = law_of(advised_on).credit.unfitness_prevention_hours
    before = Grant.objects.filter(
        account=account, ground=GrantGround.UNFITNESS_PREVENTION, withdrawn_at=None, handed_over_at=None
    ).aggregate(sum=Sum("amount"))["sum"]
    room = max(0, most - (before or 0) // HOUR)
    granted = min(hours, room)
    if granted == 0:
        raise Refused(Refusal.GROUND_NOT_MET)

    # After this point the grant must succeed.
    granting.write(
        account=account,
        kind=PurseKind.HOURS,
        ground=GrantGround.UNFITNESS_PREVENTION,
        reference=reference,
        facts=facts,
        working={"most_hours": most, "room_hours": room, "granted_hours": granted},
        amount=granted * HOUR,
        source=House.HOURS_ISSUED,
        by=by,
        at=at,
    )
    return granted
