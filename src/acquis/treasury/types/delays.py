"""How long bodies wait for their money, against the delay that the law promises them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .states import InvoiceState, Unpaid

#: The first day of each class of delay but the first; the promise of 30 days ends one of them.
CLASSES_FROM = (6, 11, 16, 21, 26, 31, 46, 61)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """The delay of one invoice: since when it is due, by when it was promised, the day it was paid or is looked at.

    `withheld_days` are those during which the law had the payment suspended: they do not count.
    """

    due_since: date
    expected_on: date
    until: date
    paid: bool
    withheld_days: int

    @property
    def days(self) -> int:
        """Calendar days waited, whatever the reason."""
        return max((self.until - self.due_since).days, 0)

    @property
    def counted_days(self) -> int:
        """Days that count against the promise."""
        return self.days - self.withheld_days

    @property
    def in_time(self) -> bool:
        return self.until <= self.expected_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """Invoices that waited alike: how long, how many, for how much, and what held them up, if anything did."""

    delay: Delay
    count: int
    cents: int
    why: Unpaid | InvoiceState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaySum:
    """What some invoices waited: how many, how many in time, and the days of the middle one and of the ninth in ten."""

    count: int
    cents: int
    in_time: int
    median_days: int | None
    ninth_decile_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaysTold:
    """The delays of a time: of what was paid, the whole, by class, month and reason; of what is late now, by reason.

    `late_by_reason`: None is that nothing holds the invoice and it waits for a batch, IN_BATCH that it is in one.
    """

    first: date
    last: date
    paid: DelaySum
    classes: tuple[int, ...]
    by_month: tuple[tuple[date, DelaySum], ...]
    by_reason: tuple[tuple[Unpaid | None, DelaySum], ...]
    late: DelaySum
    late_by_reason: tuple[tuple[Unpaid | InvoiceState | None, DelaySum], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDelays:
    """A body's own: the delay of each of its invoices, and the sum of those paid in the last twelve months."""

    of: dict[UUID, Delay]
    paid: DelaySum
