"""What others may ask of the books: balances, journals, entries, closings; frozen rows, in cents.

With `by`, only for who may read them; without, for machines of the house, which judge for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.ledger.queries import house_movements, house_sums
from acquis.treasury import queries as treasury

from . import calls_told, fec, funding, funds, permissions, reading, telling
from .chart import Account, Chart, chart
from .comparing import BANK
from .funds import at_the_end_of as fund_at_the_end_of
from .lettering import lettering
from .models import Closing, DayReconciled, FundCall, WorkItem
from .pieces import piece, piece_of_key
from .reading import next_month
from .telling import balance, journals, months, number_before, opening
from .types import (
    OVER,
    BankState,
    CallCard,
    ClosingCard,
    ClosingState,
    DayCard,
    Difference,
    DifferenceCard,
    Entry,
    Flow,
    FundingOwed,
    Need,
    OpenItem,
    Span,
    Teller,
    WorkState,
)
from .work import moves_money

__all__ = [
    "Account",
    "Chart",
    "balance",
    "bank_state",
    "calls",
    "chart",
    "closing",
    "closings",
    "days",
    "difference",
    "differences",
    "entries",
    "every_flow",
    "fec",
    "first_open",
    "fund_at_the_end_of",
    "fund_needs",
    "funding_owed",
    "journals",
    "months",
    "next_month",
    "number_before",
    "open_items",
    "opening",
    "piece",
    "piece_of_key",
]


def every_flow(*, by: Actor | None = None) -> list[Flow]:
    """What went where since the beginning, by accounting month; the answer that the others of here are made of."""
    _allow(by)
    return reading.every_flow()


def first_open() -> date | None:
    """The first month that is not closed; None when none has been closed yet."""
    last = reading.last_closed()
    return next_month(last.month) if last else None


def entries(
    month: date, *, after: int = 0, account: str = "", limit: int | None = None, by: Actor | None = None
) -> Iterator[Entry]:
    """The entries of an accounting month in their order; see `telling.entries`."""
    _allow(by)
    return telling.entries(month, after=after, account=account, limit=limit)


def closings(*, by: Actor | None = None) -> list[ClosingCard]:
    """The closings, the latest first; of one that waits, how many entries came since."""
    _allow(by)
    return [_closing(row) for row in Closing.objects.order_by("-prepared_at", "-id")]


def closing(closing_id: UUID, *, by: Actor | None = None) -> ClosingCard | None:
    _allow(by)
    row = Closing.objects.filter(pk=closing_id).first()
    return None if row is None else _closing(row)


def calls(*, by: Actor | None = None) -> list[CallCard]:
    """The calls for funds, the latest first."""
    _allow(by)
    return [calls_told.card(row) for row in FundCall.objects.order_by("-prepared_at", "-id")]


def fund_needs(flows: Sequence[Flow], *, month: date, by: Actor | None = None) -> list[tuple[Need, int]]:
    """What a call for funds of a month would be made of; what is needed above 0, what is there or expected below."""
    _allow(by)
    return funds.needs(flows, month=month)


def funding_owed(*, by: Actor) -> list[FundingOwed]:
    """What funders owe for their conventions."""
    _allow(by)
    return funding.owed(by=by)


def differences(
    *, day: date | None = None, standing: bool = True, limit: int | None = 200, by: Actor | None = None
) -> list[DifferenceCard]:
    """What did not agree, the oldest first; of one day, or of all; `standing`: only what nobody has ended."""
    _allow(by)
    rows = WorkItem.objects.all()
    if day is not None:
        rows = rows.filter(day=day)
    if standing:
        rows = rows.exclude(state__in=OVER)
    return [_difference(row) for row in rows.order_by("day", "found_at", "id")[:limit]]


def difference(item_id: UUID, *, by: Actor | None = None) -> DifferenceCard | None:
    _allow(by)
    row = WorkItem.objects.filter(pk=item_id).first()
    return None if row is None else _difference(row)


def days(*, limit: int = 31, by: Actor | None = None) -> list[DayCard]:
    """The days that were reconciled, the latest first."""
    _allow(by)
    names = ("day", "ours", "theirs", "agreed", "differences", "made_at")
    return [DayCard(**row) for row in DayReconciled.objects.order_by("-day").values(*names)[:limit]]


def bank_state(*, by: Actor | None = None) -> BankState | None:
    """What the bank's last statement ends with beside our books, and what explains the gap; None without one."""
    _allow(by)
    if not (told := treasury.statements()):
        return None
    last = told[-1]
    since = house_movements([BANK], first=last.last_day + timedelta(days=1), last=date.max)
    moved = sum(each.amount_cents if each.debit == BANK else -each.amount_cents for each in since)
    standing = WorkItem.objects.filter(teller=Teller.BANK, day__lte=last.last_day).exclude(state__in=OVER)
    found = [_difference(row) for row in standing]
    money = [each.money_cents for each in found if each.moves_money]
    return BankState(
        statement=last.message_id,
        day=last.last_day,
        theirs_cents=last.closing_cents,
        ours_cents=-house_sums()[BANK].balance_cents - moved,
        open_cents=sum(money),
        open_count=len(money),
    )


def open_items(*, by: Actor | None = None) -> tuple[list[OpenItem], int]:
    """What waits for its answer on third parties' accounts, the oldest first; and how many entries are lettered."""
    _allow(by)
    found = lettering()
    return sorted(found.waiting, key=lambda each: (each.account, each.since, each.key)), len(found.letters)


def _difference(row: WorkItem) -> DifferenceCard:
    return DifferenceCard(
        id=row.id,
        teller=Teller(row.teller),
        kind=Difference(row.kind),
        day=row.day,
        ours=row.ours,
        theirs=row.theirs,
        ours_cents=row.ours_cents,
        theirs_cents=row.theirs_cents,
        state=WorkState(row.state),
        owner=row.owner,
        motive=row.motive,
        proposed_by=row.proposed_by,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        found_at=row.found_at,
        moves_money=moves_money(row),
    )


def _allow(by: Actor | None) -> None:
    if by is not None:
        permissions.READ_BOOKS.require_any(by)


def _closing(row: Closing) -> ClosingCard:
    waits = row.state == ClosingState.PREPARED and row.span == Span.MONTH
    return ClosingCard(
        id=row.id,
        span=Span(row.span),
        month=row.month,
        state=ClosingState(row.state),
        entries=row.entries,
        debits_cents=row.debits_cents,
        result_cents=row.result_cents,
        digest=row.digest,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        late=reading.late(row) if waits else 0,
    )
