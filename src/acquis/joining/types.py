"""The words of joining: states, acts, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class JoiningState(StrEnum):
    """Where a joining stands. `PARTING`: somebody proposed to undo it, and the two are one until another agrees."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    JOINED = "joined"
    PARTING = "parting"
    PARTED = "parted"


class SplitState(StrEnum):
    """Where the split of two persons in one account stands. `UNDOING`: proposed, and not yet agreed."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    SPLIT = "split"
    UNDOING = "undoing"
    UNDONE = "undone"


class Act(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    PROPOSE_PARTING = "propose_parting"
    APPROVE_PARTING = "approve_parting"
    DECLINE_PARTING = "decline_parting"
    APPROVE_SPLIT = "approve_split"
    DECLINE_SPLIT = "decline_split"
    PROPOSE_UNDOING = "propose_undoing"
    APPROVE_UNDOING = "approve_undoing"
    DECLINE_UNDOING = "decline_undoing"


class Refusal(StrEnum):
    """Why a joining is refused."""

    NOT_ALLOWED = "joining.not_allowed"
    UNKNOWN = "joining.unknown"
    NOT_IN_THIS_STATE = "joining.not_in_this_state"
    SAME_AGENT = "joining.same_agent"
    REASON_MISSING = "joining.reason_missing"
    SAME_PERSON = "joining.same_person"
    ALREADY_PROPOSED = "joining.already_proposed"
    NO_ACCOUNT_TO_KEEP = "joining.no_account_to_keep"
    PURCHASE_UNDER_WAY = "joining.purchase_under_way"
    SPLIT_UNKNOWN = "joining.split_unknown"
    NOTHING_CHOSEN = "joining.nothing_chosen"
    NO_ACCOUNT_TO_SPLIT = "joining.no_account_to_split"
    SPLIT_UNDER_WAY = "joining.split_under_way"
    SPENT_MEANWHILE = "joining.spent_meanwhile"
    YEAR_NOT_CREDITABLE = "joining.year_not_creditable"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningCard:
    """One joining. Amounts in cents: moved to the kept account, withheld by its ceiling, returned when parted, and
    what could not return. `by` keys are those of the journal."""

    id: UUID
    state: JoiningState
    kept_id: UUID
    merged_id: UUID
    reason: str
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    parting_reason: str
    parting_at: datetime | None
    parting_by: str
    parted_at: datetime | None
    parted_by: str
    moved_cents: int
    withheld_cents: int
    #: What the years that both accounts had changed, counted once: below zero when they were there twice.
    years_cents: int
    returned_cents: int
    shortfall_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a split moves: cents and hundredths of an hour taken from the first account and given to the other.

    The two may differ: each person has their own ceiling. `references` are the rights under their new names.
    """

    taken_cents: int = 0
    given_cents: int = 0
    taken_hundredths: int = 0
    given_hundredths: int = 0
    missing_cents: int = 0
    missing_hundredths: int = 0
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCard:
    """The split of an account between the person it stays with and the other. Amounts as in `Effect`: foreseen while
    it is proposed, then what moved. `keys` name declared lines, `references` rights; `by` keys are the journal's."""

    id: UUID
    state: SplitState
    person_id: UUID
    other_id: UUID
    keys: tuple[str, ...]
    references: tuple[str, ...]
    reason: str
    proposed_at: datetime
    proposed_by: str
    decided_at: datetime | None
    decided_by: str
    undoing_reason: str
    undoing_at: datetime | None
    undoing_by: str
    undone_at: datetime | None
    undone_by: str
    taken_cents: int
    given_cents: int
    taken_hundredths: int
    given_hundredths: int
