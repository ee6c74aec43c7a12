"""What is asked of many accounts at once: whose they are, and what they hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from acquis.ledger import queries as ledger
from acquis.ledger.types import Balance

from .models import Account, Purse
from .types import APART


def holders_and_totals(account_ids: Collection[UUID], *, on: date) -> dict[UUID, tuple[UUID, int]]:
    """{account: (person, cents available on the day)} of those that exist, in three queries; not the counters apart."""
    totals = {
        account: (person, 0)
        for account, person in Account.objects.filter(pk__in=account_ids).values_list("id", "person_id")
    }
    purses = Purse.objects.filter(account_id__in=account_ids).exclude(kind__in=APART).exclude(expires_on__lt=on)
    of_purse = dict(purses.values_list("id", "account_id"))
    held = ledger.balances(of_purse)
    for purse, account in of_purse.items():
        person, cents = totals[account]
        totals[account] = (person, cents + held.get(purse, Balance()).available_cents)
    return totals
