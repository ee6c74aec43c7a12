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


class Act(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    PROPOSE_PARTING = "propose_parting"
    APPROVE_PARTING = "approve_parting"
    DECLINE_PARTING = "decline_parting"


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
    returned_cents: int
    shortfall_cents: int
