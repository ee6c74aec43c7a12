"""A holder changes points of prevention into euros: those that the health insurance said are theirs (R4163-11)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.rules import Conversion, Counter

from .. import granting, lifecycle, permissions, risks
from ..law import converted, law_of
from ..models import Account, Grant
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def use_points(*, account_id: UUID, points: int, turn: int, by: Actor, at: datetime) -> int:
    """What the points became, in cents. `turn` is that of the card shown: confirmed twice, they are used once."""
    account = Account.objects.locked(account_id)

    permissions.USE_RISKS.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if points <= 0:
        raise Refused(Refusal.AMOUNT_NOT_POSITIVE)
    facts, reference = {"points": points}, risks.reference_of(account, turn)
    before = Grant.objects.filter(pk=reference).first()
    if before is not None and before.facts == facts:
        return before.amount
    if turn != risks.turn(account):
        raise Refused(Refusal.POINTS_CHANGED)
    state = risks.points_of(account)
    if state is None:
        raise Refused(Refusal.POINTS_UNKNOWN)
    if points > (left := risks.left(state, account)):
        raise Refused(Refusal.POINTS_TOO_MANY, left=left)

    question = Conversion(source=Counter.C2P_POINTS, target=Counter.CENTS, amount=points)
    cents, answer = converted(law_of(day_of(at)), question)

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
