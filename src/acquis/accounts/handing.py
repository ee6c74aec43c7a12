"""Rights that came otherwise than by a year of work, as they can go to another person's account: one payment each.

A grant and a top-up are told apart where they are written; a payment that the law imposes is both, under one reference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from acquis.ledger.queries import balances
from acquis.ledger.types import House, Unit

from . import joining, purses
from .granting import SOURCES
from .leading import led_to
from .models import Account, Grant, Purse, TopUp
from .regime_types import GrantGround
from .types import FUNDED_KINDS, HandableRight, PurseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """A right as it stands on an account: its purse, its amount (cents, or hundredths of an hour), whence it came."""

    reference: str
    #: Under which it was first given, before any handing over.
    origin: str
    account: Account
    purse: Purse
    amount: int
    source: House
    grant: Grant | None
    top_up: TopUp | None


def standing(account: Account, *, reference: str | None = None) -> list[Right]:
    """The rights of an account that can be handed over, or the one of this reference: not withdrawn, no conversion.

    Those of accounts that lead to it are the same person's.
    """
    own = led_to([account.id]).with_led([account.id])
    here = Q(account_id__in=own, handed_over_at=None)
    if reference is not None:
        here &= Q(pk=reference)
    grants = Grant.objects.filter(here, withdrawn_at=None, amount__gt=0, ground__in=SOURCES)
    paid = {row.reference: row for row in TopUp.objects.filter(here).select_related("purse__account__joined_to")}
    found = [
        Right(
            reference=row.reference,
            origin=row.origin or row.reference,
            account=row.purse.account,
            purse=row.purse,
            amount=row.amount,
            source=SOURCES[GrantGround(row.ground)],
            grant=row,
            top_up=paid.pop(row.reference, None),
        )
        for row in grants.select_related("purse__account__joined_to")
    ]
    withdrawn = set(Grant.objects.filter(pk__in=paid).values_list("reference", flat=True))
    found += [
        Right(
            reference=row.reference,
            origin=row.origin or row.reference,
            account=row.purse.account,
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


def handable_rights(account_id: UUID, *, come_from: Collection[str] | None = None) -> list[HandableRight]:
    """What may be said to belong to another person, for the agent who chooses; or of it, what these references tell
    of, whatever they have become."""
    account = Account.objects.filter(pk=account_id).first()
    origins = None if come_from is None else _origins(come_from)
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
        if origins is None or right.origin in origins
    ]


def _origins(references: Collection[str]) -> set[str]:
    """Under which references these rights were first given."""
    return {
        origin or reference
        for rows in (Grant.objects, TopUp.objects)
        for reference, origin in rows.filter(pk__in=references).values_list("reference", "origin")
    }


def account_left(right: Right, among: Collection[UUID]) -> UUID | None:
    """The one of these accounts from which the right was handed over last; None when it never was there."""
    rows: list[Grant | TopUp] = []
    for found in (Grant.objects, TopUp.objects):
        was = found.filter(Q(pk=right.origin) | Q(origin=right.origin), account_id__in=among)
        rows += was.exclude(handed_over_at=None).order_by("-handed_over_at")[:1]
    return rows[0].account_id if rows else None


def missing(rights: Sequence[Right]) -> dict[Unit, int]:
    """What the purses lack to give these rights back, by unit.

    What has gone from a joined account's purse is looked for where it went, whoever else needs some of it.
    """
    wanted: dict[Purse, int] = {}
    for right in rights:
        wanted[right.purse] = wanted.get(right.purse, 0) + right.amount
    lacks = dict.fromkeys(Unit, 0)
    while wanted:
        # The furthest first, so that a purse is asked once for all that is looked for in it.
        purse = max(wanted, key=_steps)
        lacking = wanted.pop(purse) - balances([purse.id])[purse.id].available_cents
        leads_to = purse.account.joined_to
        gone_to = joining.counterpart_if_any(purse, leads_to) if leads_to else None
        if lacking > 0 and gone_to is not None:
            wanted[gone_to] = wanted.get(gone_to, 0) + lacking
        else:
            lacks[purses.unit_of(purse.kind)] += max(0, lacking)
    return lacks


def _steps(purse: Purse) -> int:
    """How many accounts lie between the purse's and the one that goes on."""
    steps, account = 0, purse.account
    while account.joined_to is not None:
        steps, account = steps + 1, account.joined_to
    return steps
