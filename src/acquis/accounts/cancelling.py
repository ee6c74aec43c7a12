"""What a death cancels: what is free in the holder's own counters (L6323-3). What was another's is given back."""

from __future__ import annotations

from datetime import datetime

from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.ledger.actions import post
from acquis.ledger.queries import balances, statement
from acquis.ledger.types import Code, House, LedgerAccountId, Transfer, house

from .models import Account, Purse
from .types import OWN_RIGHTS, PurseKind

_CANCELLED = (*OWN_RIGHTS, PurseKind.HOURS, PurseKind.ELECTED)


def cancel(account: Account, *, under: str = "", by: Actor, at: datetime) -> None:
    """Empty what is free in the holder's own counters; hours and euros never meet in one batch.

    `under` names what has come since the death was written, and is cancelled in its turn.
    """
    purses = {purse.id: purse for purse in Purse.objects.filter(account=account, kind__in=_CANCELLED)}
    held = balances(list(purses))
    for in_hours in (False, True):
        transfers = [
            Transfer(
                owner=account.id,
                debit=purse_id,
                credit=_taker(purse),
                amount_cents=held[purse_id].available_cents,
                code=Code.ENDED,
                effective_on=day_of(at),
                reference=_reference(purse, under),
            )
            for purse_id, purse in sorted(purses.items())
            if (purse.kind == PurseKind.HOURS) is in_hours and held[purse_id].available_cents
        ]
        if transfers:
            post(transfers=transfers, by=by, at=at)


def give_back(purse: Purse, wanted: int, *, under: str, by: Actor, at: datetime) -> int:
    """Put into a purse, up to `wanted`, what the death of its holder took from it: the amount, for it was another's."""
    if purse.kind not in _CANCELLED:
        return 0
    taken = [line for line in statement([purse.id]) if line.counterpart == _taker(purse) and line.code == Code.ENDED]
    amount = min(wanted, -sum(line.amount_cents for line in taken))
    if amount <= 0:
        return 0
    transfer = Transfer(
        owner=purse.account_id,
        debit=_taker(purse),
        credit=purse.id,
        amount_cents=amount,
        code=Code.ENDED,
        effective_on=day_of(at),
        reference=f"{_reference(purse, under)} back",
    )
    post(transfers=[transfer], by=by, at=at)
    return amount


def _taker(purse: Purse) -> LedgerAccountId:
    return house(House.HOURS_LAPSED if purse.kind == PurseKind.HOURS else House.LAPSED_RIGHTS)


def _reference(purse: Purse, under: str) -> str:
    return f"death {purse.id}" + (f" {under}" if under else "")
