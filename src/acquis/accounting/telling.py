"""The books told from the sums of the ledger: balances, journals, a year's opening, and entries one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from . import reading
from .chart import RESULT, chart
from .reading import next_month
from .types import BalanceLine, Entry, Flow, JournalSum


def months(flows: Iterable[Flow]) -> list[date]:
    """The accounting months that hold something, and those between, the first one first."""
    held = sorted({flow.month for flow in flows})
    found = held[:1]
    while found and found[-1] < held[-1]:
        found.append(next_month(found[-1]))
    return found


def balance(flows: Iterable[Flow], *, first: date, last: date) -> list[BalanceLine]:
    """The trial balance of the months from `first` to `last`, account by account.

    Expenses and products begin anew each year: what they made in the years before stands in the account of the result.
    """
    before: dict[str, int] = {}
    debits: dict[str, int] = {}
    credits: dict[str, int] = {}
    for flow in flows:
        if flow.month > last:
            continue
        for debit, credit in chart().of(flow.code, flow.reverses, flow.debit, flow.credit).lines:
            if flow.month >= first:
                debits[debit] = debits.get(debit, 0) + flow.amount_cents
                credits[credit] = credits.get(credit, 0) + flow.amount_cents
                continue
            for account, cents in ((debit, flow.amount_cents), (credit, -flow.amount_cents)):
                own = RESULT if account[0] in "67" and flow.month.year < first.year else account
                before[own] = before.get(own, 0) + cents
    touched = {account for account, cents in before.items() if cents} | debits.keys() | credits.keys()
    accounts = chart().accounts
    return [
        BalanceLine(
            number=number,
            label=accounts[number].label,
            confidence=accounts[number].confidence,
            before_cents=before.get(number, 0),
            debits_cents=debits.get(number, 0),
            credits_cents=credits.get(number, 0),
        )
        for number in sorted(touched)
    ]


def journals(flows: Iterable[Flow], *, first: date, last: date) -> list[JournalSum]:
    """What each journal holds of these months, in the chart's order."""
    held: dict[str, list[int]] = {}
    for flow in flows:
        if first <= flow.month <= last:
            written = chart().of(flow.code, flow.reverses, flow.debit, flow.credit)
            sums = held.setdefault(written.journal, [0, 0])
            sums[0] += flow.entries
            sums[1] += flow.amount_cents * len(written.lines)
    return [
        JournalSum(code=code, label=label, entries=held[code][0], amount_cents=held[code][1])
        for code, label in chart().journals.items()
        if code in held
    ]


def opening(flows: Sequence[Flow], *, year: int) -> list[BalanceLine]:
    """What the accounts held when a year began: its first entry, empty in the first year of all."""
    first = date(year, 1, 1)
    return [line for line in balance(flows, first=first, last=first) if line.before_cents]


def number_before(flows: Sequence[Flow], *, month: date) -> int:
    """The number of the last entry of the year's books before `month`; the first entry is that of the openings."""
    held = sum(flow.entries for flow in flows if flow.month.year == month.year and flow.month < month)
    return held + bool(opening(flows, year=month.year))


def entries(month: date, *, after: int = 0, account: str = "", limit: int | None = None) -> Iterator[Entry]:
    """The entries of an accounting month in their order, read as they are asked for; `account`: those that touch it.

    `after` is `number_before`: entries are numbered from there, whatever is left out.
    """
    statement, values = reading.rows_of(month)
    shown = 0
    ordered = f"{statement} ORDER BY (m.book = 0), m.book, m.seq"
    for number, row in enumerate(reading.streamed(ordered, values), start=after + 1):
        written = chart().of(row["code"], row["reverses"], row["debit"], row["credit"])
        if account and not any(account in pair for pair in written.lines):
            continue
        shown += 1
        if limit is not None and shown > limit:
            return
        yield Entry(
            number=number,
            journal=written.journal,
            on=min(row["on_day"], _last_day(month)),
            effective_on=row["effective_on"],
            recorded_at=row["recorded_at"],
            code=row["code"],
            reference=row["reference"],
            amount_cents=row["amount_cents"],
            lines=written.lines,
            party=row["party"],
            seq=None if row["book"] else row["seq"],
        )


def _last_day(month: date) -> date:
    return date.fromordinal(next_month(month).toordinal() - 1)
