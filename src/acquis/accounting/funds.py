"""What the State's fund needs for a month, and what it has: read from the ledger, each figure with its reason.

France compétences funds month by month (R6333-1, since 27 June 2024). The fund asks for what it owes bodies and
holders and for what will become due within the month, less what it has and what it has asked for already. How much
will become due is not known to the cent: it is what became due in a month of the last three, at most what is committed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from acquis.ledger.types import House

from .reading import next_month
from .types import Flow, FundAt, Need

#: Over how many months the mean of what becomes due is taken.
OVER = 3


def needs(flows: Sequence[Flow], *, month: date) -> list[tuple[Need, int]]:
    """What a call for a month is made of, in cents: what is needed above 0, what is there or expected below."""
    held = {each: _held(flows, each.value) for each in House}
    soon = min(mean_due(flows, before=month), held[House.COMMITMENTS])
    told = [
        (Need.OWED, _held(flows, "payable")),
        (Need.IN_TRANSIT, held[House.PAYOUTS_IN_TRANSIT]),
        (Need.REFUNDS, held[House.REFUNDS_DUE]),
        (Need.SOON_DUE, max(soon, 0)),
        (Need.BANK, held[House.BANK]),
        (Need.CARDS, held[House.CARD_CLEARING]),
        (Need.CALLED, held[House.FUND_RECEIVABLE]),
    ]
    return [(need, cents) for need, cents in told if cents]


def _held(flows: Iterable[Flow], side: str) -> int:
    """What a side of the chart holds, in cents: credits less debits."""
    return sum(flow.amount_cents * ((flow.credit == side) - (flow.debit == side)) for flow in flows)


def mean_due(flows: Iterable[Flow], *, before: date) -> int:
    """What became due to bodies in a month, over the last months before one; in cents, cut to the cent below."""
    due: dict[date, int] = {}
    for flow in flows:
        if (
            flow.month < before
            and "payable" in (flow.debit, flow.credit)
            and "commitments" in (flow.debit, flow.credit)
        ):
            sign = 1 if flow.credit == "payable" else -1
            due[flow.month] = due.get(flow.month, 0) + sign * flow.amount_cents
    last = sorted(due)[-OVER:]
    return sum(due[month] for month in last) // OVER


def at_the_end_of(flows: Iterable[Flow], *, year: int) -> FundAt:
    """The fund at 31 December: what is left makes the precautionary reserve (L6333-6)."""
    end = date(year, 12, 31)
    sums = {"fund_call": 0, "fund_received": 0}
    bank = 0
    for flow in flows:
        if flow.month >= next_month(date(year, 12, 1)):
            continue
        if flow.code in sums:
            sums[flow.code] += flow.amount_cents
        bank += flow.amount_cents * ((flow.debit == "bank") - (flow.credit == "bank"))
    return FundAt(
        on=end,
        called_cents=sums["fund_call"],
        received_cents=sums["fund_received"],
        spent_cents=sums["fund_received"] - bank,
        balance_cents=bank,
    )
