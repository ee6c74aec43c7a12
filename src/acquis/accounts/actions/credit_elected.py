"""A local elected official's right grows on the anniversary of their mandate, once a year whatever their mandates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.refusal import Refused
from acquis.ledger.types import House
from acquis.rules import anniversary_in, elected_credit

from .. import granting, held, lifecycle, permissions
from ..law import law_of
from ..leading import led_to
from ..models import Account, Grant, Mandate
from ..types import AccountState, GrantGround, PurseKind, Refusal


@act
def credit_elected(*, account_id: UUID, year: int, by: Actor, at: datetime) -> int:
    """What the anniversary of this year gave, in cents; refused before it, or when no mandate then ran.

    The mandates of accounts that lead to this one are the same person's, and so is what they were given.
    """
    account = Account.objects.locked(account_id)

    permissions.GRANT.require(by, account)
    if AccountState(account.state) not in lifecycle.RECEIVING_VOLUNTEERS_RIGHTS:
        raise Refused(Refusal.NOT_IN_THIS_STATE, state=account.state)
    if grant := granting.same_right(account, GrantGround.ELECTED, {"year": year}):
        return grant.amount
    own = led_to([account.id]).with_led([account.id])
    # The year of a mandate that went to another person, whose it was, was given there.
    gone = Grant.objects.filter(account_id__in=own, ground=GrantGround.ELECTED, handed_over_at__isnull=False)
    elsewhere = set(gone.filter(facts__year=year).values_list("facts__first_round_on", flat=True))
    anniversaries = [
        (anniversary, mandate)
        for mandate in Mandate.objects.filter(account_id__in=own)
        if mandate.first_round_on.isoformat() not in elsewhere
        and (anniversary := anniversary_in(mandate.first_round_on, year)) is not None
        and (mandate.ended_on is None or anniversary <= mandate.ended_on)
    ]
    if not anniversaries:
        raise Refused(Refusal.GROUND_NOT_MET)
    anniversary, mandate = min(anniversaries, key=lambda each: each[0])
    if anniversary > day_of(at):
        raise Refused(Refusal.DAY_TO_COME)

    balance = held.in_purse(account, PurseKind.ELECTED).posted_cents
    answer = elected_credit(law_of(anniversary), balance_cents=balance)
    if answer.refusal is not None:
        raise Refused(answer.refusal)

    # After this point the credit must succeed; a full counter keeps the fact and moves nothing.
    granting.write(
        account=account,
        kind=PurseKind.ELECTED,
        ground=GrantGround.ELECTED,
        reference=granting.unused(f"elected {year} {account.id}"),
        facts={"year": year, "anniversary": anniversary, "first_round_on": mandate.first_round_on},
        working=answer,
        amount=answer.granted_cents,
        source=House.RIGHTS_ISSUED,
        by=by,
        at=at,
    )
    return int(answer.granted_cents)
