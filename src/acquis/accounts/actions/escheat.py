"""Unused third-party money of a retired or deceased holder is owed to France compétences, once a decree says so.

Until then it is computed and shown (`queries.end_of_rights`), and stays where it is: a switch of the law opens it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import escheat_is_open

from .. import events, permissions
from ..law import law_of
from ..models import Account, Purse
from ..types import COMPLEMENTS, FUNDED_KINDS, Refusal


@act
def escheat(*, account_id: UUID, by: Actor, at: datetime) -> int:
    """What is now owed to France compétences, in cents; 0 when nothing was left: a second run changes nothing."""
    account = Account.objects.locked(account_id)

    permissions.ESCHEAT.require(by, account)
    if not account.end_ground:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if not escheat_is_open(law_of(day_of(at))):
        raise Refused(Refusal.ESCHEAT_NOT_IN_FORCE)
    purses = Purse.objects.filter(account=account, kind__in=FUNDED_KINDS | COMPLEMENTS).order_by("id")
    free = {purse_id: each.available_cents for purse_id, each in balances([p.id for p in purses]).items()}
    total = sum(free.values())
    if total == 0:
        return 0

    # After this point the escheat must succeed. Money that an enrolment gives back later follows in its turn.
    post(
        transfers=[
            Transfer(
                owner=account.id,
                debit=purse_id,
                credit=house(House.ESCHEAT_DUE),
                amount_cents=cents,
                code=Code.ESCHEAT,
                effective_on=day_of(at),
                reference=f"escheat {purse_id} {at.isoformat()}",
            )
            for purse_id, cents in sorted(free.items())
            if cents
        ],
        by=by,
        at=at,
    )

    record(events.Escheated(about=account.id, account_id=account.id, amount_cents=total), by=by, at=at)
    return total
