"""Hours of the old individual right (DIF) that their holder declared in time are put on the account in euros.

Since 1 July 2021 nothing is declared any more; a declaration made before, lost or mistaken, is still set right here.
"""

from __future__ import annotations

from datetime import date, datetime
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
from ..yearly import PARTS, parts


@act
def convert_old_hours(*, account_id: UUID, hours: str, declared_on: date, by: Actor, at: datetime) -> int:
    """What the hours are worth, in cents; once for each account. `hours` is a number as written."""
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    facts = {"hours": hours, "declared_on": declared_on}
    reference = granting.in_turn(f"old hours {account.id}")
    if grant := granting.known(reference, account, GrantGround.OLD_HOURS, facts):
        return grant.amount
    if declared_on > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)

    amount = parts(hours)
    question = Conversion(
        source=Counter.DIF_HOURS, target=Counter.CENTS, amount=amount, scale=PARTS, declared_on=declared_on
    )
    cents, answer = converted(law_of(day_of(at)), question)
    if cents == 0:
        raise Refused(Refusal.DECLARATION_CLOSED if amount else Refusal.AMOUNT_NOT_POSITIVE)

    # After this point the conversion must succeed.
    granting.write(
        account=account,
        kind=PurseKind.DIF,
        ground=GrantGround.OLD_HOURS,
        reference=reference,
        facts=facts,
        working=answer,
        amount=cents,
        source=House.RIGHTS_ISSUED,
        by=by,
        at=at,
    )
    return cents
