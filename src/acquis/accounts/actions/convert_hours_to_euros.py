"""Somebody who has left the public service turns their hours into euros, and may then buy with them (L6323-3 al. 2).

Hours leave one counter and euros enter another, each against the house's account of its own unit, in one transaction.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from math import ceil
from uuid import UUID

from django.db.models import Max

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import Code, House
from acquis.rules import Conversion, Counter

from .. import granting, held, permissions
from ..hours import HOUR
from ..law import converted, law_of
from ..models import Account, Grant
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def convert_hours_to_euros(*, account_id: UUID, left_on: date, by: Actor, at: datetime) -> int:
    """All the hours of the counter, in cents; asked again for the same leaving, the same answer."""
    account = Account.objects.locked(account_id)

    permissions.CONVERT.require(by, account)
    if AccountState(account.state) is not AccountState.OPEN:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    reference = f"left {left_on.isoformat()} {account.id}"
    if grant := Grant.objects.filter(pk=f"{reference} euros").first():
        return grant.amount
    if left_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)
    hours = held.in_purse(account, PurseKind.HOURS).available_cents
    if hours == 0:
        raise Refused(Refusal.NOTHING_TO_CONVERT)

    question = Conversion(source=Counter.HOURS, target=Counter.CENTS, amount=hours, scale=HOUR)
    cents, answer = converted(law_of(day_of(at)), question)
    rounding = _rounding(account, hours // HOUR, cents_per_hour=answer.rate_cents or 0)
    cents = max(0, cents - rounding)

    # After this point both sides must succeed.
    facts = {"left_on": left_on, "hours": hours // HOUR} | ({"rounding_cents": rounding} if rounding else {})
    for kind, amount, source, side in (
        (PurseKind.HOURS, -hours, House.HOURS_CONVERTED, "hours"),
        (PurseKind.YEARLY, cents, House.RIGHTS_CONVERTED, "euros"),
    ):
        granting.write(
            account=account,
            kind=kind,
            ground=GrantGround.HOURS_TO_EUROS,
            reference=f"{reference} {side}",
            facts=facts,
            working=answer,
            amount=amount,
            source=source,
            code=Code.CONVERSION,
            by=by,
            at=at,
        )
    return cents


def _rounding(account: Account, hours: int, *, cents_per_hour: int) -> int:
    """What the rounding of euros to whole hours had given, in cents, to whoever takes them all back unspent.

    1 000 EUR are 67 hours, the nearest whole; back in euros they are 1 000 EUR, not 1 005.
    """
    grants = Grant.objects.filter(account=account, withdrawn_at=None)
    last = grants.filter(ground=GrantGround.HOURS_TO_EUROS).aggregate(last=Max("recorded_at"))["last"]
    came = grants.filter(ground=GrantGround.EUROS_TO_HOURS, amount__gt=0)
    lots = [lot.working.values() for lot in (came.filter(recorded_at__gt=last) if last else came)]
    if hours < sum(each["hours"] for lot in lots for each in lot):
        # Some were spent, and with them more than rounding ever gives: half an hour.
        return 0
    gained = sum(each["hours"] - Fraction(each["counted"], each["rate_cents"]) for lot in lots for each in lot)
    return max(0, ceil(gained * cents_per_hour))
