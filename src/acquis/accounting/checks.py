"""What must always be true of the books: they are the ledger's, and what is closed is what it was."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F, Sum

from acquis.journal.checks import check
from acquis.ledger.queries import house_sums, purses_cents
from acquis.ledger.types import IN_HOURS, House, house, provider_payable
from acquis.treasury import queries as treasury

from . import closing_sums, reading
from .chart import PURSES, chart
from .lettering import LETTERED, lettering
from .models import Closing, FundCall
from .types import CallState


@check("accounting: the books hold what the ledger holds")
def books_are_the_ledger() -> Iterator[str]:
    told: dict[str, int] = {}
    for flow in reading.every_flow():
        told[flow.debit] = told.get(flow.debit, 0) - flow.amount_cents
        told[flow.credit] = told.get(flow.credit, 0) + flow.amount_cents
    sums = house_sums()
    own = {house(each): each for each in House}
    for account, each in own.items():
        held = sums[account].balance_cents if account in sums else 0
        if each not in IN_HOURS and told.get(each.value, 0) != held:
            yield f"{each}: the ledger holds {held} cents, the books {told.get(each.value, 0)}"
    payables = sum(each.balance_cents for account, each in sums.items() if account not in own)
    if told.get("payable", 0) != payables:
        yield f"training bodies: the ledger owes {payables} cents, the books {told.get('payable', 0)}"
    purses = sum(told.get(each, 0) for each in (*PURSES, "envelope", "nobody"))
    if purses != purses_cents():
        yield f"purses: the ledger holds {purses_cents()} cents, the books {purses}"


@check("accounting: every movement of the ledger is in the chart of accounts")
def chart_is_whole() -> Iterator[str]:
    for flow in reading.every_flow():
        if not chart().of(flow.code, flow.reverses, flow.debit, flow.credit).known:
            yield f"{flow.month:%Y-%m}: {flow.entries} movements {flow.code} from {flow.debit} to {flow.credit}"


@check("accounting: what a closed month holds is what it held when it was closed")
def closed_months_hold() -> Iterator[str]:
    previous = None
    for closing in Closing.objects.closed_months():
        kept = reading.frozen(closing)
        if kept != reading.flows_of(closing):
            yield f"month {closing.month:%Y-%m}: the ledger tells other sums than those that were closed"
        words, before = f"month {closing.month}", previous.digest if previous else ""
        if closing.digest != closing_sums.digest(words, kept, previous=before):
            yield f"month {closing.month:%Y-%m}: its digest is not that of its sums"
        if previous is not None and reading.next_month(previous.month) != closing.month:
            yield f"month {closing.month:%Y-%m}: the month before it is not closed"
        previous = closing


@check("accounting: what France compétences owes is what the calls for funds say")
def calls_are_receivable() -> Iterator[str]:
    asked = FundCall.objects.filter(state__in=[CallState.APPROVED, CallState.RECEIVED])
    told = asked.aggregate(cents=Sum(F("amount_cents") - F("received_cents")))["cents"] or 0
    held = -house_sums()[house(House.FUND_RECEIVABLE)].balance_cents
    if held != told:
        yield f"fund receivable: the ledger tells {held} cents, the calls {told}"
    unended = asked.filter(received_cents=F("amount_cents")).exclude(state=CallState.RECEIVED)
    for number in unended.values_list("number", flat=True):
        yield f"fund call {number}: all of it was received, and it does not say so"


@check("accounting: what no letter closes is what each invoice, refund and call for funds leaves to settle")
def lettering_agrees() -> Iterator[str]:
    waiting = lettering().waiting
    sums: dict[str, int] = {}
    for item in waiting:
        sums[item.account] = sums.get(item.account, 0) + item.cents
    held = house_sums()
    for side, account in LETTERED.items():
        houses = {house(each) for each in House}
        own = house(House(side)) if side != "payable" else None
        balance = sum(each.balance_cents for pk, each in held.items() if (pk == own if own else pk not in houses))
        if sums.get(account, 0) != balance:
            yield f"account {account}: {sums.get(account, 0)} cents are not lettered, the ledger holds {balance}"
    told = {(item.party, item.key): item.cents for item in waiting if item.account == LETTERED["payable"]}
    said: dict[tuple[UUID | None, str], int]
    said = {(provider_payable(body), key): cents for (body, key), cents in treasury.left_to_settle().items() if cents}
    for party, key in sorted(told.keys() | said.keys(), key=str):
        waits, left = told.get((party, key), 0), said.get((party, key), 0)
        if waits != left:
            yield f"invoice {key}: {waits} cents are not lettered, {left} are left to settle"


#: For those who want this context's checks alone.
CHECKED = (books_are_the_ledger, chart_is_whole, closed_months_hold, calls_are_receivable, lettering_agrees)
