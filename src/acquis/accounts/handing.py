"""Rights that came otherwise than by a year of work, as they can go to another person's account: one payment each.

A grant and a top-up are told apart where they are written; a payment that the law imposes is both, under one reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from acquis.ledger.types import House

from .granting import SOURCES
from .models import Account, Grant, Purse, TopUp
from .regime_types import GrantGround
from .types import FUNDED_KINDS, HandableRight, PurseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right as it stands on an account: its purse, its amount (cents, or hundredths of an hour), whence it came."""

    reference: str
    account: Account
    purse: Purse
    amount: int
    source: House
    grant: Grant | None
    top_up: TopUp | None


def standing(account: Account, *, reference: str | None = None) -> list[Right]:
    """The rights of an account that can be handed over, or the one of this reference: not withdrawn, no conversion."""
    grants = Grant.objects.filter(account=account, withdrawn_at=None, amount__gt=0, ground__in=SOURCES)
    top_ups = TopUp.objects.filter(account=account, handed_over_at=None)
    if reference is not None:
        grants, top_ups = grants.filter(pk=reference), top_ups.filter(pk=reference)
    paid = {row.reference: row for row in top_ups.select_related("purse")}
    found = [
        Right(
            reference=row.reference,
            account=account,
            purse=row.purse,
            amount=row.amount,
            source=SOURCES[GrantGround(row.ground)],
            grant=row,
            top_up=paid.pop(row.reference, None),
        )
        for row in grants.select_related("purse")
    ]
    withdrawn = set(Grant.objects.filter(pk__in=paid).values_list("reference", flat=True))
    found += [
        Right(
            reference=row.reference,
            account=account,
            purse=row.purse,
            amount=row.amount_cents,
            source=House.TOP_UPS_RECEIVED if row.kind in FUNDED_KINDS else House.RIGHTS_ISSUED,
            grant=None,
            top_up=row,
        )
        for row in paid.values()
        if row.reference not in withdrawn
    ]
    return sorted(found, key=lambda right: (right.purse.kind, right.reference))


def handable_rights(account_id: UUID) -> list[HandableRight]:
    """What may be said to belong to another person, for the agent who chooses."""
    account = Account.objects.filter(pk=account_id).first()
    return [
        HandableRight(
            reference=right.reference,
            kind=PurseKind(right.purse.kind),
            ground=GrantGround(right.grant.ground) if right.grant else None,
            label=right.purse.label,
            amount=right.amount,
            on=right.grant.granted_on if right.grant else right.top_up.received_at.date() if right.top_up else None,
        )
        for right in (standing(account) if account else ())
    ]
