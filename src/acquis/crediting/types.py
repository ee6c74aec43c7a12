"""The words of the yearly run: kinds, states, phases, reasons, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from acquis.rules import Regime


class RunKind(StrEnum):
    """What a run does to a year: credit it, ask a corrected law anew, or undo a former run."""

    YEARLY = "yearly"
    LAW = "law"
    UNDO = "undo"


class RunState(StrEnum):
    """A run is foreseen slice by slice, waits for a second person, is carried out slice by slice, and is done."""

    FORESEEING = "foreseeing"
    FORESEEN = "foreseen"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    DISCARDED = "discarded"
    UNDONE = "undone"


class Act(StrEnum):
    END_FORESEEING = "end_foreseeing"
    APPROVE = "approve"
    START = "start"
    FINISH = "finish"
    DISCARD = "discard"
    UNDO = "undo"


class Phase(StrEnum):
    """Whether a figure was foreseen by the dry run, or is what was done."""

    FORESEEN = "foreseen"
    DONE = "done"


class Reason(StrEnum):
    """Why money moved in a run."""

    CREDIT = "credit"
    CORRECTION = "correction"
    LAW = "law"
    UNDOING = "undoing"


class Refusal(StrEnum):
    """Why an act on a run is refused."""

    NOT_ALLOWED = "crediting.not_allowed"
    RUN_UNKNOWN = "crediting.run_unknown"
    NOT_IN_THIS_STATE = "crediting.not_in_this_state"
    SAME_PERSON = "crediting.same_person"
    YEAR_NOT_OVER = "crediting.year_not_over"
    YEAR_NOT_COVERED = "crediting.year_not_covered"
    RUN_UNDER_WAY = "crediting.run_under_way"
    NOTHING_TO_UNDO = "crediting.nothing_to_undo"
    OUT_OF_ORDER = "crediting.out_of_order"


#: States in which a run still has something to do, so that a second one of the same year must wait.
UNDER_WAY = frozenset({RunState.FORESEEING, RunState.FORESEEN, RunState.APPROVED, RunState.RUNNING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a run gave, or would give, in one phase. Amounts in cents, each above or equal to 0.

    `years` counts versions written, of which `moving` moved money; `cut_cents` is what ceilings kept back;
    `shortfall_cents` what should have been taken back and is no longer there; `unchanged` years were known already.
    Of one regime that counts in hours, `_cents` are hundredths of an hour; of a whole run, cents are of euros, and
    the hours of public agents stand beside, in hundredths too, already in `years` and `moving`.
    """

    years: int = 0
    moving: int = 0
    given_cents: int = 0
    taken_cents: int = 0
    cut_cents: int = 0
    shortfall_cents: int = 0
    unchanged: int = 0
    refused: int = 0
    given_hours: int = 0
    taken_hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyLine:
    """The totals of one part of a run: a regime, a reason, a department (two or three characters, empty: not known)."""

    regime: Regime
    reason: Reason
    department: str
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """How many years moved an amount from `from_cents` on, below the next band; negative: taken back."""

    from_cents: int
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedCount:
    """How many rows gave nothing for one reason, in the words of `accounts` and `rules`."""

    reason: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideRow:
    """One row that gave nothing, or one take-back that found too little (`shortfall_cents` above 0)."""

    account_id: UUID
    regime: Regime
    reason: str
    shortfall_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCard:
    """One run as its pages show it. `done` of `total` accounts (`total` an estimate) in the phase under way.

    As many as `tracks` may walk it at once.
    """

    id: UUID
    number: int
    kind: RunKind
    year: int
    state: RunState
    undoes: int | None
    prepared_by: str
    prepared_at: datetime
    approved_by: str
    approved_at: datetime | None
    finished_at: datetime | None
    reconciled_at: datetime | None
    done: int
    total: int
    tracks: int
    foreseen: Totals
    executed: Totals

    @property
    def under_way(self) -> bool:
        """Whether slices are still to be walked through."""
        return self.state in (RunState.FORESEEING, RunState.APPROVED, RunState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One part of a run seen four times, in cents: what its facts give, the journal, the ledger, the balances."""

    regime: Regime
    reason: Reason
    department: str
    facts_cents: int
    journal_cents: int
    ledger_cents: int
    balances_cents: int

    @property
    def agrees(self) -> bool:
        return self.facts_cents == self.journal_cents == self.ledger_cents == self.balances_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One account whose figures do not agree, in cents."""

    account_id: UUID
    facts_cents: int
    ledger_cents: int
    balances_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The report of a run, part by part, and the first accounts that differ; `at` is when it was kept, if it was."""

    number: int
    at: datetime | None = None
    lines: tuple[Reconciled, ...]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences and all(line.agrees for line in self.lines)
