"""The great book at a glance: what went through each account of the house, and the proof that it balances."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from acquis.ledger import queries as ledger
from acquis.ledger.types import IN_HOURS, House, house
from acquis.web.door import Audience, page, reads
from acquis.web.session import Request


@reads(Audience.STAFF)
def show(request: Request) -> HttpResponse:
    # Hours are kept apart: they balance by themselves, and this page counts euros.
    hours = {house(each) for each in IN_HOURS}
    sums = {account: each for account, each in ledger.house_sums().items() if account not in hours}
    own: dict[UUID, House] = {house(each): each for each in House}
    rows = [(own[account], each) for account, each in sums.items() if account in own]
    rows.sort(key=lambda row: list(House).index(row[0]))
    purses_cents = ledger.purses_cents()
    payables = [each for account, each in sums.items() if account not in own]
    return page(
        request,
        "staff/ledger.html",
        rows=rows,
        payable_debits=sum(each.debits_cents for each in payables),
        payable_credits=sum(each.credits_cents for each in payables),
        purses_cents=purses_cents,
        total_cents=purses_cents + sum(each.balance_cents for each in sums.values()),
    )
