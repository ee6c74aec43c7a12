"""The words and rows of the daily reconciliation: what does not agree, who tells it, and whose work it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


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
