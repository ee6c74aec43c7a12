"""What the purses of an account hold, for the acts that ask it."""

from __future__ import annotations

from acquis.ledger.queries import balances
from acquis.ledger.types import Balance

from .models import Account, Purse
from .types import APART, PurseKind


def in_purse(account: Account, kind: PurseKind) -> Balance:
    """The balance of the one purse of this kind; nothing when there is none."""
    purse_id = Purse.objects.filter(account=account, kind=kind).values_list("id", flat=True).first()
    return balances([purse_id])[purse_id] if purse_id else Balance()


def on_account(account: Account) -> int:
    """All the euros on the account, reserved ones too, in cents; counters kept apart are not in it."""
    ids = [each.id for each in Purse.objects.filter(account=account).exclude(kind__in=APART)]
    return sum(balance.posted_cents for balance in balances(ids).values())
