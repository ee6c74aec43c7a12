"""Some months after the last mandate, what an elected official's right still holds is lost."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.types import Code, House, Transfer, house
from acquis.rules import elected_use_until

from .. import events, held, permissions
from ..law import law_of
from ..leading import led_to
from ..models import Account, Mandate, Purse
from ..types import PurseKind, Refusal


@act
def lapse_elected(*, account_id: UUID, by: Actor, at: datetime) -> int:
    """What was lost, in cents; 0 when nothing was left. Refused while a mandate runs or the delay does.

    The mandates of accounts that lead to this one are the same person's.
    """
    account = Account.objects.locked(account_id)

    permissions.LAPSE.require(by, account)
    own = led_to([account.id]).with_led([account.id])
    ended = list(Mandate.objects.filter(account_id__in=own).values_list("ended_on", flat=True))
    if not ended:
        raise Refused(Refusal.MANDATE_UNKNOWN)
    last = None if any(day is None for day in ended) else max(day for day in ended if day is not None)
    if last is None or elected_use_until(law_of(last), last) >= day_of(at):
        raise Refused(Refusal.NOT_EXPIRED)
    free = held.in_purse(account, PurseKind.ELECTED).available_cents
    if free == 0:
        return 0

    # After this point the lapse must succeed. What comes later (a late anniversary, money given back) lapses in its
    # turn: the moment tells the two apart.
    purse_id = Purse.objects.get(account=account, kind=PurseKind.ELECTED).id
    post(
        transfers=[
            Transfer(
                owner=account.id,
                debit=purse_id,
                credit=house(House.LAPSED_RIGHTS),
                amount_cents=free,
                code=Code.LAPSED,
                effective_on=day_of(at),
                reference=f"lapse elected {last.isoformat()} {account.id} {at.isoformat()}",
            )
        ],
        by=by,
        at=at,
    )

    record(
        events.PurseLapsed(about=account.id, account_id=account.id, purse_id=purse_id, amount_cents=free), by=by, at=at
    )
    return free
