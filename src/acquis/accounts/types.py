"""The words of the accounts: states, purses, facts of a year, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

from acquis.rules import Complement, PurseMoney
from acquis.rules import PurseKind as FundedKind

from .regime_types import (
    Counter as Counter,
)
from .regime_types import (
    CounterReason as CounterReason,
)
from .regime_types import (
    CreditedHours as CreditedHours,
)
from .regime_types import (
    EndOfRights as EndOfRights,
)
from .regime_types import (
    EngagementRow as EngagementRow,
)
from .regime_types import (
    GrantCard as GrantCard,
)
from .regime_types import (
    GrantGround as GrantGround,
)
from .regime_types import (
    GrantProposalCard as GrantProposalCard,
)
from .regime_types import (
    GrantProposalState as GrantProposalState,
)
from .regime_types import (
    HandableRight as HandableRight,
)
from .regime_types import (
    HandedOver as HandedOver,
)
from .regime_types import (
    MandateCard as MandateCard,
)
from .regime_types import (
    OwnDeclarations as OwnDeclarations,
)
from .regime_types import (
    ProofCard as ProofCard,
)
from .regime_types import (
    ProofKind as ProofKind,
)
from .regime_types import (
    ProofState as ProofState,
)
from .regime_types import (
    Statuses as Statuses,
)
from .regime_types import (
    payment_reference as payment_reference,
)
from .risk_types import RISK_REFUSED as RISK_REFUSED
from .risk_types import RISK_WRITTEN as RISK_WRITTEN
from .risk_types import AccidentCard as AccidentCard
from .risk_types import AccidentTold as AccidentTold
from .risk_types import Adviser as Adviser
from .risk_types import PointsCard as PointsCard
from .risk_types import PointsTold as PointsTold
from .risk_types import ProjectPaperCard as ProjectPaperCard
from .risk_types import RiskOutcome as RiskOutcome
from .risk_types import RiskRights as RiskRights
from .risk_types import RiskTold as RiskTold
from .risk_types import RiskUse as RiskUse
from .risk_types import RiskUseKind as RiskUseKind
from .why_types import Article as Article
from .why_types import HoursVersion as HoursVersion
from .why_types import Why as Why
from .why_types import WhyHours as WhyHours
from .why_types import WhyRegime as WhyRegime
from .year_types import CAUSES as CAUSES
from .year_types import PARTS as PARTS
from .year_types import REGIMES as REGIMES
from .year_types import UNITS as UNITS
from .year_types import Cause as Cause
from .year_types import Credited as Credited
from .year_types import Outcome as Outcome
from .year_types import RefusedRow as RefusedRow
from .year_types import Reviewed as Reviewed
from .year_types import YearColumns as YearColumns
from .year_types import YearRow as YearRow
from .year_types import YearVersion as YearVersion
from .year_types import together as together
from .year_types import written as written

AccountId = NewType("AccountId", UUID)
PurseId = NewType("PurseId", UUID)


class AccountState(StrEnum):
    """An account is open, frozen (nothing may be spent), retired (its rights have ended) or closed for ever (L6323-3).

    On a retired account, what the volunteers' counter holds still serves training towards volunteering. A joined
    account leads to another of the same person, where its money has gone.
    """

    OPEN = "open"
    FROZEN = "frozen"
    RETIRED = "retired"
    CLOSED = "closed"
    JOINED = "joined"


class Act(StrEnum):
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    CLOSE = "close"
    RETIRE = "retire"
    REOPEN = "reopen"
    REOPEN_FROZEN = "reopen_frozen"
    FREEZE_ENDED = "freeze_ended"
    UNFREEZE_ENDED = "unfreeze_ended"
    JOIN = "join"
    PART = "part"
    APPROVE_GRANT = "approve_grant"
    DECLINE_GRANT = "decline_grant"


class PurseKind(StrEnum):
    """Where the money of a purse comes from.

    The first three are the holder's own rights; `CREDIT_NOTE` is the holder's own money, kept for a next purchase;
    `HOURS` (public agents) and `ELECTED` are counters apart, which buy nothing here; `C2P` and `ATMP` complete a
    purchase when own rights fall short; the others are funders' money, under the words of `rules.types.PurseKind`.
    """

    YEARLY = "yearly"
    CEC = "cec"
    DIF = "dif"
    CREDIT_NOTE = "credit_note"
    HOURS = "hours"
    ELECTED = "elected"
    C2P = "c2p"
    ATMP = "atmp"
    EMPLOYER = "employer"
    EMPLOYER_CORRECTIVE = "employer_corrective"
    AGREEMENT = "agreement"
    APC = "apc"
    WHISTLEBLOWER = "whistleblower"
    PLATFORM = "platform"
    REGION = "region"
    OPCO = "opco"
    STATE = "state"
    FRANCE_TRAVAIL = "france_travail"
    AGEFIPH = "agefiph"
    FAF = "faf"


#: The holder's own rights, in the order they are spent: the yearly rights first, since spending them
#: makes room under their ceiling for the next credit.
OWN_RIGHTS = (PurseKind.YEARLY, PurseKind.CEC, PurseKind.DIF)
#: Kinds of which an account has one purse at most, filled again and again.
SINGLE_PURSES = (*OWN_RIGHTS, PurseKind.CREDIT_NOTE, PurseKind.HOURS, PurseKind.ELECTED, PurseKind.C2P, PurseKind.ATMP)
#: Counters that are never mixed with the account's euros: neither in its sums, nor in its statement, nor in a purchase.
APART = frozenset({PurseKind.HOURS, PurseKind.ELECTED})
#: Money that completes a purchase when own rights fall short (R6333-3).
COMPLEMENTS = frozenset({PurseKind.C2P, PurseKind.ATMP})
#: Money brought by others, one purse for each payment so that its conditions stay its own.
FUNDED_KINDS = frozenset(PurseKind(kind.value) for kind in FundedKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A funder's payment to one account, in cents; the same `reference` is the same payment."""

    account_id: UUID
    amount_cents: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToppedUpMany:
    """What became of many payments, by reference: their purses, or why one is not on its account."""

    purses: dict[str, UUID]
    refused: dict[str, Refusal]


class Refusal(StrEnum):
    """Why an act on an account is refused."""

    ACCOUNT_UNKNOWN = "accounts.account_unknown"
    NOT_ALLOWED = "accounts.not_allowed"
    NOT_IN_THIS_STATE = "accounts.not_in_this_state"
    AMOUNT_NOT_POSITIVE = "accounts.amount_not_positive"
    PURSE_NOT_FOR_TOP_UPS = "accounts.purse_not_for_top_ups"
    ALREADY_EXPIRED = "accounts.already_expired"
    RESERVED_TO_NOTHING = "accounts.reserved_to_nothing"
    REFERENCE_REUSED = "accounts.reference_reused"
    PERIOD_REVERSED = "accounts.period_reversed"
    NUMBER_NOT_VALID = "accounts.number_not_valid"
    NOT_EXPIRED = "accounts.not_expired"
    REASON_MISSING = "accounts.reason_missing"
    YEAR_NOT_OVER = "accounts.year_not_over"
    HOURS_KEPT_ELSEWHERE = "accounts.hours_kept_elsewhere"
    EUROS_KEPT_ELSEWHERE = "accounts.euros_kept_elsewhere"
    RIGHTS_ENDED = "accounts.rights_ended"
    DAY_TO_COME = "accounts.day_to_come"
    DAYS_CROSSED = "accounts.days_crossed"
    DAY_TOO_EARLY = "accounts.day_too_early"
    BEFORE_BIRTH = "accounts.before_birth"
    RATE_OVER_HUNDRED = "accounts.rate_over_hundred"
    TOO_MUCH_FOR_ONE = "accounts.too_much_for_one"
    NOTHING_TO_CONVERT = "accounts.nothing_to_convert"
    DECLARATION_CLOSED = "accounts.declaration_closed"
    ALREADY_DECLARED = "accounts.already_declared"
    NOT_DECLARED = "accounts.not_declared"
    PROOF_UNKNOWN = "accounts.proof_unknown"
    NOT_JOINED = "accounts.not_joined"
    ONE_ACCOUNT_TWICE = "accounts.one_account_twice"
    ALREADY_DECIDED = "accounts.already_decided"
    MANDATE_UNKNOWN = "accounts.mandate_unknown"
    GRANT_WITHDRAWN = "accounts.grant_withdrawn"
    GRANT_HANDED_OVER = "accounts.grant_handed_over"
    RIGHT_HELD_ALREADY = "accounts.right_held_already"
    MANDATE_DIVIDED = "accounts.mandate_divided"
    GRANT_UNKNOWN = "accounts.grant_unknown"
    GROUND_NOT_MET = "accounts.ground_not_met"
    ESCHEAT_NOT_IN_FORCE = "accounts.escheat_not_in_force"
    CORRECTED_SINCE = "accounts.corrected_since"
    JOINED_SINCE = "accounts.joined_since"
    PROPOSAL_UNKNOWN = "accounts.proposal_unknown"
    PROPOSAL_DECIDED = "accounts.proposal_decided"
    SAME_PERSON = "accounts.same_person"
    NEEDS_NO_SECOND = "accounts.needs_no_second"
    AMOUNT_CHANGED = "accounts.amount_changed"
    POINTS_UNKNOWN = "accounts.points_unknown"
    POINTS_TOO_MANY = "accounts.points_too_many"
    POINTS_CHANGED = "accounts.points_changed"
    ACCIDENT_UNKNOWN = "accounts.accident_unknown"
    ADVISER_MISSING = "accounts.adviser_missing"
    PAPER_UNKNOWN = "accounts.paper_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseCard:
    """One purse as people may see it. `certifications` None: reserved to nothing. `expires_on`: last day of use."""

    id: UUID
    kind: PurseKind
    label: str
    posted_cents: int
    reserved_cents: int
    available_cents: int
    certifications: tuple[str, ...] | None
    expires_on: date | None
    expired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What an account holds on a day.

    `available_cents`: the holder's own rights free to spend; `top_ups_cents`: funders' money free to spend and not
    expired; `credit_note_cents`: the holder's own money; `reserved_cents`: held by enrolments under way.
    `total_cents` is the sum of the three first. Counters kept apart (`APART`) are not here: see `counters`.
    """

    account_id: UUID
    state: AccountState
    available_cents: int
    top_ups_cents: int
    credit_note_cents: int
    reserved_cents: int
    total_cents: int
    purses: tuple[PurseCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One movement of an account: `amount_cents` is signed, `code` says why (a `ledger.types.Code`).

    `why_year` is set when `why(account_id, year)` explains it; `about` is the enrolment concerned.
    """

    id: Any
    on: date
    recorded_at: datetime
    code: StrEnum
    amount_cents: int
    state: StrEnum
    purse_id: UUID
    purse_kind: PurseKind
    purse_label: str
    reference: str
    why_year: int | None
    about: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An account at a glance: what it holds, its latest movements, (year, cents) latest first, why the last year."""

    rights: Rights
    movements: tuple[Line, ...]
    years: tuple[tuple[int, int], ...]
    last: Why | None
    counters: tuple[Counter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the law asks about a holder when they buy (L6323-7, D6323-8, L6323-6).

    A jobseeker's period has both ends included; `jobseeker_until` None while it lasts.
    """

    jobseeker_since: date | None = None
    jobseeker_until: date | None = None
    holds_light_licence: bool = False
    last_public_assessment_on: date | None = None

    def is_jobseeker(self, on: date) -> bool:
        """Whether they are registered as a jobseeker on a day."""
        since, until = self.jobseeker_since, self.jobseeker_until
        return since is not None and since <= on and (until is None or on <= until)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingFacts:
    """What an account can pay with on a day, in the words of `rules.split_price`.

    `rights_cents` is the sum of `own_purses`, which are in the order of spending; `purses` are the funders' purses
    that are not empty, expired or not: the rule itself leaves the expired ones out. `credit_note_cents` is the
    holder's own money, which pays the holder's share. `complements` are prevention points and accident endowments in
    euros, one for each purse, its id being the purse's.
    """

    rights_cents: int
    own_purses: tuple[OwnPurse, ...]
    purses: tuple[PurseMoney, ...]
    jobseeker: bool
    holds_light_licence: bool
    last_public_assessment_on: date | None
    account_id: UUID | None = None
    state: AccountState = AccountState.OPEN
    #: Nothing may be spent, not even what outlives the end of rights.
    frozen: bool = False
    credit_note_cents: int = 0
    credit_note_purse_id: UUID | None = None
    complements: tuple[Complement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPurse:
    """A purse of the holder's own rights and what is free in it, in the order of spending."""

    id: UUID
    kind: PurseKind
    available_cents: int
