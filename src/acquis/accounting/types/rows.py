"""The frozen rows of the books that others may hold: flows, balances, entries, letters, closings, calls for funds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .states import CallState, ClosingState, Need, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How much went, in one accounting month, from one side to another for one reason.

    `debit` and `credit` are sides of the chart, `reverses` the code of what a reversal undoes.
    """

    month: date
    code: str
    reverses: str
    debit: str
    credit: str
    entries: int
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """An account of the trial balance, in cents: what it had, what went through it in the period, what it has.

    Balances are debits less credits.
    """

    number: str
    label: str
    confidence: str
    before_cents: int
    debits_cents: int
    credits_cents: int

    @property
    def after_cents(self) -> int:
        return self.before_cents + self.debits_cents - self.credits_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSum:
    """What a journal of the period holds: entries, and as much debited as credited."""

    code: str
    label: str
    entries: int
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One movement of the ledger as the books tell it. `on` is its accounting day, `effective_on` the fact's own.

    `number` is its place in the year's books, without a hole; `party` the ledger account of the body concerned.
    """

    number: int
    journal: str
    on: date
    effective_on: date
    recorded_at: datetime
    code: str
    reference: str
    amount_cents: int
    lines: tuple[tuple[str, str], ...]
    party: UUID | None
    #: Its number in the ledger; None of a slice of a yearly run.
    seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What entries that answer each other have in common, and the day on which the last of them was written."""

    code: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """What waits for its answer on a third party's account: above 0 it is owed by us, below 0 to us.

    `key` is the thing that its `entries` are about: an invoice, a refund, a call for funds.
    """

    account: str
    party: UUID | None
    key: str
    since: date
    entries: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedItem:
    """What a thing held on a third party's account when a year began: above 0 we owed it. `letter`: what closed it."""

    account: str
    party: UUID | None
    key: str
    since: date
    cents: int
    letter: Letter | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingCard:
    """A closing as it may be seen. `late`: entries written since it was prepared that would have been in it."""

    id: UUID
    span: Span
    month: date
    state: ClosingState
    entries: int
    debits_cents: int
    result_cents: int
    digest: str
    prepared_by: str
    prepared_at: datetime
    decided_by: str
    decided_at: datetime | None
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCard:
    """A call for funds. `lines` are its working: what the fund needs (above 0) and has or expects (below), in cents."""

    id: UUID
    number: str
    month: date
    state: CallState
    lines: tuple[tuple[Need, int], ...]
    amount_cents: int
    received_cents: int
    prepared_by: str
    prepared_at: datetime
    decided_by: str
    decided_at: datetime | None
    received_on: date | None

    @property
    def left_cents(self) -> int:
        """What is still to be received."""
        return self.amount_cents - self.received_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingOwed:
    """What a funder put in the envelope of a convention (what went back taken off), and what was received of it."""

    convention_id: UUID
    number: str
    funder: str
    provided_cents: int
    received_cents: int

    @property
    def left_cents(self) -> int:
        """What is still to be received; below 0, what is to be given back."""
        return self.provided_cents - self.received_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class FundAt:
    """What the State's fund had at the end of a day: what it was given, what it spent, what it holds; in cents."""

    on: date
    called_cents: int
    received_cents: int
    spent_cents: int
    balance_cents: int
