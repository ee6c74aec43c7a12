"""A funder's purse whose last day is over is emptied: what nobody used leaves the account (R6323-42-1).

What is reserved by an enrolment under way stays: it was mobilised in time. Whether the funder is refunded is settled
by the treasury from the sum of what lapsed.
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

from .. import events, permissions
from ..models import Account, Purse
from ..types import Refusal


@act
def lapse_purse(*, purse_id: UUID, by: Actor, at: datetime) -> int:
    """Take what is free in the purse, in cents; 0 when nothing is, so that a second run on the day changes nothing."""
    purse = Purse.objects.filter(pk=purse_id).first()
    if purse is None:
        raise Refused(Refusal.ACCOUNT_UNKNOWN, purse=str(purse_id))
    account = Account.objects.locked(purse.account_id)

    permissions.LAPSE.require(by, account)
    if purse.expires_on is None or purse.expires_on >= day_of(at):
        raise Refused(Refusal.NOT_EXPIRED)
    free = balances([purse.id])[purse.id].available_cents
    if free == 0:
        return 0

    # After this point the lapse must succeed. Money that an enrolment gives back later lapses in its turn: the
    # moment tells the two apart.
    post(
        transfers=[
            Transfer(
                owner=account.id,
                debit=purse.id,
                credit=house(House.LAPSED_RIGHTS),
                amount_cents=free,
                code=Code.LAPSED,
                effective_on=day_of(at),
                reference=f"lapse {purse.id} {at.isoformat()}",
            )
        ],
        by=by,
        at=at,
    )

    record(
        events.PurseLapsed(about=account.id, account_id=account.id, purse_id=purse.id, amount_cents=free), by=by, at=at
    )
    return free
