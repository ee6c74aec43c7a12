"""The words of the books: closings, calls for funds, refusals, and the frozen rows that others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

ClosingId = NewType("ClosingId", UUID)


class Span(StrEnum):
    """What a closing ends: a month, or a year whose twelve months are closed."""

    MONTH = "month"
    YEAR = "year"


class ClosingState(StrEnum):
    """A closing: prepared by one person, closed by another, or given up before."""

    PREPARED = "prepared"
    CLOSED = "closed"
    DISCARDED = "discarded"


class ClosingAct(StrEnum):
    APPROVE = "approve"
    DISCARD = "discard"


class CallState(StrEnum):
    """A call for funds: prepared, approved by another and sent, received whole; or given up before approval."""

    PREPARED = "prepared"
    APPROVED = "approved"
    RECEIVED = "received"
    DISCARDED = "discarded"


class CallAct(StrEnum):
    APPROVE = "approve"
    RECEIVE = "receive"
    DISCARD = "discard"


class Need(StrEnum):
    """What a call for funds is made of: what the fund has to pay, less what it has or expects."""

    OWED = "owed"
    IN_TRANSIT = "in_transit"
    REFUNDS = "refunds"
    SOON_DUE = "soon_due"
    BANK = "bank"
    CARDS = "cards"
    CALLED = "called"


class Difference(StrEnum):
    """What does not agree between our ledger and what the bank or the card provider tells."""

    #: We have it, they do not tell it.
    NOT_TOLD = "not_told"
    #: They tell it, we do not have it.
    NOT_OURS = "not_ours"
    DOUBLED = "doubled"
    OTHER_AMOUNT = "other_amount"
    OTHER_DAY = "other_day"
    #: Ordered or due, and nothing happened for days.
    LATE = "late"
    #: A statement does not begin with what the one before ended with.
    GAP = "gap"
    #: A day has movements, and nobody outside told anything of it.
    NO_STATEMENT = "no_statement"
    CHARGEBACK = "chargeback"
    UNREADABLE = "unreadable"


class Teller(StrEnum):
    """Who outside tells of our money."""

    BANK = "bank"
    CARDS = "cards"


class WorkState(StrEnum):
    """A difference as work: to look at, taken by somebody, a loss or a gain proposed, ended; or gone by itself."""

    OPEN = "open"
    TAKEN = "taken"
    PROPOSED = "proposed"
    ENDED = "ended"
    GONE = "gone"


#: Where nobody has anything to do with a difference any more.
OVER = frozenset({WorkState.ENDED, WorkState.GONE})


class WorkAct(StrEnum):
    TAKE = "take"
    EXPLAIN = "explain"
    PROPOSE = "propose"
    DECLINE = "decline"
    WRITE_OFF = "write_off"
    GO = "go"
    COME_BACK = "come_back"


class Refusal(StrEnum):
    """Why an act of the books is refused."""

    NOT_ALLOWED = "accounting.not_allowed"
    CLOSING_UNKNOWN = "accounting.closing_unknown"
    NOT_IN_THIS_STATE = "accounting.not_in_this_state"
    SAME_PERSON = "accounting.same_person"
    MONTH_NOT_OVER = "accounting.month_not_over"
    MONTH_CLOSED = "accounting.month_closed"
    MONTH_BEFORE_OPEN = "accounting.month_before_open"
    CLOSING_UNDER_WAY = "accounting.closing_under_way"
    MOVEMENT_UNKNOWN = "accounting.movement_unknown"
    CUT_TOO_EARLY = "accounting.cut_too_early"
    CALL_UNKNOWN = "accounting.call_unknown"
    CALL_UNDER_WAY = "accounting.call_under_way"
    NOTHING_TO_CALL = "accounting.nothing_to_call"
    NOT_A_RECEIPT = "accounting.not_a_receipt"
    MORE_THAN_CALLED = "accounting.more_than_called"
    REPORT_NOT_READABLE = "accounting.report_not_readable"
    REPORT_TOO_LARGE = "accounting.report_too_large"
    DIFFERENCE_UNKNOWN = "accounting.difference_unknown"
    WORDS_MISSING = "accounting.words_missing"
    MONEY_DIFFERS = "accounting.money_differs"
    NO_MONEY = "accounting.no_money"
    ENTRY_EXPLAINED = "accounting.entry_explained"
    DAY_NOT_BEGUN = "accounting.day_not_begun"


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
class FundAt:
    """What the State's fund had at the end of a day: what it was given, what it spent, what it holds; in cents."""

    on: date
    called_cents: int
    received_cents: int
    spent_cents: int
    balance_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A difference: `ours_cents` and `theirs_cents` are what each tells of the account, above 0 when money comes in.

    `key` is what it is known by from one run to the next.
    """

    key: str
    teller: Teller
    kind: Difference
    day: date
    ours: str = ""
    theirs: str = ""
    ours_cents: int = 0
    theirs_cents: int = 0
    entry_id: UUID | None = None

    @property
    def money_cents(self) -> int:
        """What our ledger should move to agree; 0 when no money is in question."""
        return self.theirs_cents - self.ours_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceCard:
    """A difference as somebody's work. `owner`, `proposed_by` and `ended_by` are actors' keys."""

    id: UUID
    teller: Teller
    kind: Difference
    day: date
    ours: str
    theirs: str
    ours_cents: int
    theirs_cents: int
    state: WorkState
    owner: str
    motive: str
    proposed_by: str
    ended_by: str
    ended_at: datetime | None
    found_at: datetime
    #: Whether only money settles it, hence two persons.
    moves_money: bool

    @property
    def money_cents(self) -> int:
        return self.theirs_cents - self.ours_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class BankState:
    """The bank reconciliation statement: what the last statement ends with beside what our books say of that day.

    `open_cents`: what the `open_count` differences with the bank that stand would move in our books.
    """

    statement: str
    day: date
    theirs_cents: int
    ours_cents: int
    open_cents: int
    open_count: int

    @property
    def gap_cents(self) -> int:
        return self.theirs_cents - self.ours_cents

    @property
    def rest_cents(self) -> int:
        """What no difference that stands explains."""
        return self.gap_cents - self.open_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCard:
    """A day as it was last reconciled: movements of ours, lines of theirs, those that agree, differences that stand."""

    day: date
    ours: int
    theirs: int
    agreed: int
    differences: int
    made_at: datetime
