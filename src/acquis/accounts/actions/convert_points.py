"""Points of the prevention account become euros for training (R4163-11): what the health insurance says is theirs.

The points themselves live with the health insurance; it sends how many the holder uses, under its own reference.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.rules import Conversion, Counter

from .. import granting, lifecycle, permissions
from ..law import converted, law_of
from ..models import Account
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def convert_points(*, account_id: UUID, points: int, reference: str, by: Actor, at: datetime) -> int:
    """What the points are worth on this day, in cents; the same `reference` is the same use of points."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if points <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    facts = {"points": points}
    if grant := granting.known(reference, account, GrantGround.PREVENTION_POINTS, facts):
        return grant.amount

    question = Conversion(source=Counter.C2P_POINTS, target=Counter.CENTS, amount=points)
    cents, answer = converted(law_of(day_of(at)), question)
    granting.within_reach(cents, by, field="points")

    # After this point the conversion must succeed.
    granting.write(
        account=account,
        kind=PurseKind.C2P,
        ground=GrantGround.PREVENTION_POINTS,
        reference=reference,
        facts=facts,
        working=answer,
        amount=cents,
        source=House.TOP_UPS_RECEIVED,
        by=by,
        at=at,
    )
    return cents
