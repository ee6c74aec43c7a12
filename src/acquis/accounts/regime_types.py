"""The words of the regimes beside the yearly credit: grounds of a grant, proofs, counters, ends; part of `types`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from acquis.rules import EndGround, Engagement

if TYPE_CHECKING:
    from .types import AccountState, PurseKind, RefusedRow


class GrantGround(StrEnum):
    """Why rights were granted, or changed their unit, otherwise than by a year of work."""

    ENGAGEMENT = "engagement"
    PREVENTION_POINTS = "prevention_points"
    ACCIDENT = "accident"
    CORRECTIVE = "corrective"
    DISMISSAL = "dismissal"
    AGREEMENT = "agreement"
    WHISTLEBLOWER = "whistleblower"
    PLATFORM = "platform"
    OLD_HOURS = "old_hours"
    ELECTED = "elected"
    HOURS_TO_EUROS = "hours_to_euros"
    EUROS_TO_HOURS = "euros_to_hours"
    UNFITNESS_PREVENTION = "unfitness_prevention"


class ProofState(StrEnum):
    """A proof that a holder has filed: waiting for somebody's look, accepted, or refused."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ProofKind(StrEnum):
    """What proves that somebody benefits from the employment duty (L5212-13)."""

    RQTH = "rqth"
    INVALIDITY_PENSION = "invalidity_pension"
    INCAPACITY_RENT = "incapacity_rent"
    ADULT_ALLOWANCE = "adult_allowance"
    INCLUSION_CARD = "inclusion_card"
    WAR_PENSION = "war_pension"


class CounterReason(StrEnum):
    """Why a counter has the ceiling it has, or none."""

    EMPLOYEE = "counter_employee"
    RAISED = "counter_raised"
    CEC = "counter_cec"
    DIF = "counter_dif"
    HOURS = "counter_hours"
    HOURS_RAISED = "counter_hours_raised"
    ELECTED = "counter_elected"
    TOP_UPS = "counter_top_ups"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementRow:
    """One activity of a volunteer in one year, as the body that certifies it gives it; see `rules.YearOfEngagement`.

    `amount` and `hours_in_one_association` are numbers as written.
    """

    account_id: UUID
    year: int
    activity: Engagement
    amount: str
    years_engaged: int = 0
    hours_in_one_association: str = ""
    association_declared_on: date | None = None
    declared_on: date | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditedHours:
    """What a bulk credit of hours did; a correction may take back."""

    credited: int = 0
    corrected: int = 0
    unchanged: int = 0
    granted_hours: int = 0
    taken_back_hours: int = 0
    shortfall_hours: int = 0
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statuses:
    """What the holder has declared or proved for a year, beside what employers declare."""

    low_qualified: bool = False
    oeth: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """One counter of an account, apart from the others: what it holds, its ceiling (None: none) and why.

    Amounts are cents, or hundredths of an hour for `PurseKind.HOURS`. `kind` None stands for all top-ups together.
    """

    kind: PurseKind | None
    posted: int
    available: int
    ceiling: int | None
    reason: CounterReason
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantCard:
    """One right granted otherwise than by a year of work: its facts, the rule's working, and what it moved.

    `amount` is cents, or hundredths of an hour when `kind` is `PurseKind.HOURS`; negative when the purse gave.
    """

    reference: str
    ground: GrantGround
    kind: PurseKind
    amount: int
    on: date
    facts: dict[str, Any]
    working: dict[str, Any]
    withdrawn_on: date | None
    handed_over_on: date | None = None
    #: The movement that it made; empty when the ceiling left nothing to move.
    transfer_reference: str = ""


def payment_reference(typed: str, kind: str = "payment") -> str:
    """The reference under which a payment of others stands, however it is typed: it counts once, on one account."""
    return f"{kind} {''.join(typed.split()).upper()}"


class GrantProposalState(StrEnum):
    """A right too large for one agent is proposed by one, and approved or declined by another."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantProposalCard:
    """A right that waits for a second person: `facts` are those of the act, `amount_cents` what it would give.

    Who proposed and who decided are keys of actors (`Actor.key`), empty while nobody has.
    """

    id: UUID
    account_id: UUID
    ground: GrantGround
    state: GrantProposalState
    facts: dict[str, Any]
    amount_cents: int
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCard:
    """A proof filed by a holder. `document_id` is the sealed document, kept by `people`."""

    id: UUID
    account_id: UUID
    person_id: UUID
    kind: ProofKind
    state: ProofState
    valid_from: date
    valid_until: date | None
    document_id: UUID
    submitted_at: datetime
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateCard:
    """A mandate of a local elected official. `first_round_on` is the first round that gave it."""

    id: UUID
    first_round_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDeclarations:
    """What the holder has said of themself: low qualification (since when, the diploma's day, the last year that it
    raises), proofs, mandates."""

    low_qualified_since: date | None
    low_qualified_until: date | None
    low_qualified_last_year: int | None
    proofs: tuple[ProofCard, ...]
    mandates: tuple[MandateCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOfRights:
    """How an account ended: why, since when, what stays on it, and what would go to France compétences."""

    state: AccountState
    ground: EndGround | None
    ended_on: date | None
    volunteer_cents: int
    frozen_cents: int
    third_party_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandableRight:
    """A right that can go to another person's account. `ground` is None for what a funder chose to pay.

    `amount` is cents, or hundredths of an hour when `kind` is `PurseKind.HOURS`.
    """

    reference: str
    kind: PurseKind
    ground: GrantGround | None
    label: str
    amount: int
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What went to another person's account: the new references, cents and hundredths of an hour.

    When something is missing, nothing went.
    """

    references: tuple[str, ...] = ()
    moved_cents: int = 0
    moved_hundredths: int = 0
    missing_cents: int = 0
    missing_hundredths: int = 0
