"""What is asked of many accounts at once: whose they are, and what they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db import connection

from acquis.ledger import queries as ledger
from acquis.ledger.types import Balance, Code

from .leading import FIRST, LAST
from .models import Account, Purse, YearlyHours
from .types import APART, AccountState

# Tables of years are read between two accounts: with a limit alone, the server may choose to sort all that is left.
_STRETCH = "SELECT id FROM accounts_account WHERE id > %s AND id <= %s ORDER BY id OFFSET %s LIMIT 1"


def stretches(after: UUID | None, upto: UUID | None, limit: int) -> Iterator[tuple[UUID, UUID]]:
    """All accounts between two, `limit` at a time: after which one, and up to which."""
    first, end = after or FIRST, upto or LAST
    while first < end:
        with connection.cursor() as cursor:
            cursor.execute(_STRETCH, [first, end, limit - 1])
            found = cursor.fetchone()
        last = found[0] if found else end
        yield first, last
        first = last


def next_id(after: UUID) -> UUID:
    """The identifier that comes next: where those after one begin."""
    return UUID(int=after.int + 1)


def accounts_of(person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """{person: account} of those of these persons that have one, whatever it leads to."""
    if not person_ids:
        return {}
    return dict(Account.objects.filter(person_id__in=person_ids).values_list("person_id", "id"))


def states_of(account_ids: Collection[UUID]) -> dict[UUID, AccountState]:
    """{account: state} of those of these accounts that exist."""
    rows = Account.objects.filter(pk__any_of=account_ids).values_list("id", "state")
    return {account: AccountState(state) for account, state in rows}


def purse_total(purse_id: UUID) -> int:
    """What a purse holds in all, what is reserved in it included; cents."""
    return ledger.balances([purse_id])[purse_id].posted_cents


def became(purse_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """{purse: (cents left in it, what is reserved included; cents that lapsed)}."""
    lapsed: dict[UUID, int] = {}
    for movement in ledger.statement(list(purse_ids)):
        if movement.code == Code.LAPSED:
            lapsed[movement.account] = lapsed.get(movement.account, 0) - movement.amount_cents
    return {each: (held.posted_cents, lapsed.get(each, 0)) for each, held in ledger.balances(purse_ids).items()}


def years_of_service(account_ids: Collection[UUID]) -> set[int]:
    """The years for which one of these accounts was credited in hours."""
    return set(YearlyHours.objects.filter(account_id__in=account_ids).values_list("year", flat=True))


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
