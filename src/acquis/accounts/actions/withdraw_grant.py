"""A right granted on wrong facts is taken back: the movement stays written, another one answers it.

What was used meanwhile cannot be taken back; it is written as a shortfall, and recovering it is another matter.
"""

from __future__ import annotations

from datetime import datetime

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.actions import post
from acquis.ledger.queries import balances
from acquis.ledger.types import Code, Transfer, house

from .. import events, permissions
from ..granting import SOURCES
from ..models import Account, Grant
from ..types import GrantGround, Refusal


@act
def withdraw_grant(*, reference: str, reason: str, by: Actor, at: datetime) -> int:
    """What was taken back, in the unit of the grant; asked again, the same answer."""
    grant = Grant.objects.filter(pk=reference).first()
    if grant is None:
        raise Refused(Refusal.GRANT_UNKNOWN)
    account = Account.objects.locked(grant.account_id)
    grant.refresh_from_db()

    permissions.GRANT.require(by, account)
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    source = SOURCES.get(GrantGround(grant.ground))
    if source is None:
        raise Refused(Refusal.GROUND_NOT_MET)
    if grant.handed_over_at is not None:
        raise Refused(Refusal.GRANT_HANDED_OVER)
    if grant.withdrawn_at is not None:
        return grant.amount - grant.shortfall

    # After this point the withdrawal must succeed.
    taken = min(grant.amount, balances([grant.purse_id])[grant.purse_id].available_cents)
    if taken:
        post(
            transfers=[
                Transfer(
                    owner=account.id,
                    debit=grant.purse_id,
                    credit=house(source),
                    amount_cents=taken,
                    code=Code.GRANT_WITHDRAWN,
                    effective_on=day_of(at),
                    reference=f"{grant.transfer_reference} withdrawn",
                )
            ],
            by=by,
            at=at,
        )
    grant.withdrawn_at, grant.withdrawn_because = at, reason.strip()
    grant.shortfall = grant.amount - taken
    grant.save(update_fields=["withdrawn_at", "withdrawn_because", "shortfall"])

    record(
        events.GrantWithdrawn(
            about=account.id,
            account_id=account.id,
            ground=grant.ground,
            taken_back=taken,
            shortfall=grant.shortfall,
        ),
        by=by,
        at=at,
    )
    return taken
