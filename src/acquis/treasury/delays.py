"""How long a body waits for its money: a pure function of the days of its invoice, and sums of many.

The promise is thirty calendar days from the validated service and the data of the invoice (conditions of use; L441-10
of the commercial code has the same thirty days). So the delay begins on the day of the invoice, which the operator
issues when the service is validated; of a body that makes its own, on the day it deposited it. It ends on the day
on which the bank paid it for good: a transfer that came back paid nothing. The days during which the law has the
payment suspended (R6333-6, R6333-6-1, L6333-7-2) do not count; those of a missing bank account do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from .types import CLASSES_FROM, Delay, DelaySum, Unpaid, Waited

#: From a day, to another or to nobody knows when.
Span = tuple[date, date | None]
Key = TypeVar("Key")


def reckon(
    *,
    issued_on: date,
    payable_by: date,
    on: date,
    deposited_on: date | None = None,
    paid_on: date | None = None,
    withheld: Sequence[Span] = (),
) -> Delay:
    """The delay of an invoice as it stands on the day `on`, or stood on the day it was paid.

    What was promised at the issue (`payable_by`) moves with the deposit, and with the days withheld.
    """
    since = max(issued_on, deposited_on or issued_on)
    until = max(paid_on or on, since)
    held = _days_held(withheld, since, until)
    expected = payable_by + (since - issued_on) + timedelta(days=held)
    return Delay(due_since=since, expected_on=expected, until=until, paid=paid_on is not None, withheld_days=held)


def _days_held(spans: Sequence[Span], since: date, until: date) -> int:
    """Days of `since` to `until` that the spans cover, each once; the day on which one ends counts again."""
    days, reached = 0, since
    for first, last in sorted(spans, key=lambda span: span[0]):
        first, end = max(first, reached), min(last or until, until)
        if end > first:
            days += (end - first).days
            reached = end
    return days


def why_waited(delay: Delay, *, issued_on: date, returned: bool) -> Unpaid | None:
    """What held a paid invoice up, as far as it is kept: a control, a transfer that came back, a late deposit."""
    if delay.withheld_days:
        return Unpaid.WITHHELD
    if returned:
        return Unpaid.ACCOUNT_RETURNED
    return Unpaid.NOT_DEPOSITED if delay.due_since > issued_on else None


def summed(waited: Iterable[Waited]) -> DelaySum:
    """Many delays as a few figures; a middle between two is the lower one, as of a list of whole days."""
    held = sorted(waited, key=lambda each: each.delay.counted_days)
    count = sum(each.count for each in held)
    return DelaySum(
        count=count,
        cents=sum(each.cents for each in held),
        in_time=sum(each.count for each in held if each.delay.in_time),
        median_days=_at(held, (count + 1) // 2),
        ninth_decile_days=_at(held, -(-count * 9 // 10)),
    )


def _at(held: Sequence[Waited], rank: int) -> int | None:
    """The counted days of the invoice of that rank, from 1."""
    for each in held:
        rank -= each.count
        if rank <= 0:
            return each.delay.counted_days
    return None


def classes(waited: Iterable[Waited]) -> tuple[int, ...]:
    """How many invoices waited in each class of days."""
    counts = [0] * (len(CLASSES_FROM) + 1)
    for each in waited:
        counts[sum(each.delay.counted_days >= first for first in CLASSES_FROM)] += each.count
    return tuple(counts)


def grouped(waited: Iterable[Waited], key: Callable[[Waited], Key]) -> dict[Key, DelaySum]:
    """The sums of each group, in the order in which they come."""
    held: dict[Key, list[Waited]] = {}
    for each in waited:
        held.setdefault(key(each), []).append(each)
    return {name: summed(of) for name, of in held.items()}
