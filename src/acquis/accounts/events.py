"""The facts that the accounts announce; `about` is the account unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    kind: ClassVar[str] = "accounts.opened"


@dataclass(frozen=True, kw_only=True)
class OpenedInBulk(Event):
    """Many accounts were opened at once; `about` is the id of the operation."""

    kind: ClassVar[str] = "accounts.opened_in_bulk"
    count: int


@dataclass(frozen=True, kw_only=True)
class YearsCredited(Event):
    """A slice of yearly credits was applied; `about` is the id of the operation, the ledger has each movement."""

    kind: ClassVar[str] = "accounts.years_credited"
    credited: int
    corrected: int
    granted_cents: int
    taken_back_cents: int


@dataclass(frozen=True, kw_only=True)
class ToppedUp(Event):
    kind: ClassVar[str] = "accounts.topped_up"
    purse_id: UUID
    purse_kind: str
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class SituationSet(Event):
    """What the holder declares or a partner says changed; the values are on the account."""

    kind: ClassVar[str] = "accounts.situation_set"


@dataclass(frozen=True, kw_only=True)
class PurseLapsed(Event):
    kind: ClassVar[str] = "accounts.purse_lapsed"
    purse_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Frozen(Event):
    kind: ClassVar[str] = "accounts.frozen"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Unfrozen(Event):
    kind: ClassVar[str] = "accounts.unfrozen"


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    kind: ClassVar[str] = "accounts.closed"


@dataclass(frozen=True, kw_only=True)
class HoursCredited(Event):
    """A slice of yearly credits in hours was applied; `about` is the id of the operation."""

    kind: ClassVar[str] = "accounts.hours_credited"
    credited: int
    corrected: int
    granted_hours: int
    taken_back_hours: int


@dataclass(frozen=True, kw_only=True)
class Granted(Event):
    """A right came otherwise than by a year of work, or changed its unit; `amount` as in `Grant`."""

    kind: ClassVar[str] = "accounts.granted"
    ground: str
    purse_kind: str
    amount: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class GrantWithdrawn(Event):
    kind: ClassVar[str] = "accounts.grant_withdrawn"
    ground: str
    taken_back: int
    shortfall: int


@dataclass(frozen=True, kw_only=True)
class LowQualificationDeclared(Event):
    kind: ClassVar[str] = "accounts.low_qualification_declared"


@dataclass(frozen=True, kw_only=True)
class LowQualificationEnded(Event):
    kind: ClassVar[str] = "accounts.low_qualification_ended"


@dataclass(frozen=True, kw_only=True)
class LowQualificationAnnulled(Event):
    """A declaration was found false: the years it had raised were computed again."""

    kind: ClassVar[str] = "accounts.low_qualification_annulled"
    taken_back_cents: int


@dataclass(frozen=True, kw_only=True)
class ProofSubmitted(Event):
    kind: ClassVar[str] = "accounts.proof_submitted"
    proof_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProofDecided(Event):
    kind: ClassVar[str] = "accounts.proof_decided"
    proof_id: UUID
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class MandateDeclared(Event):
    kind: ClassVar[str] = "accounts.mandate_declared"
    #: What the agent saw: a kind of document, never a name.
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Event):
    kind: ClassVar[str] = "accounts.mandate_ended"


@dataclass(frozen=True, kw_only=True)
class RightsEnded(Event):
    """The rights of an account ended; `ground` is a value of `rules.EndGround`."""

    kind: ClassVar[str] = "accounts.rights_ended"
    ground: str


@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    kind: ClassVar[str] = "accounts.reopened"


@dataclass(frozen=True, kw_only=True)
class Escheated(Event):
    """Third-party money of an ended account is owed to France compétences."""

    kind: ClassVar[str] = "accounts.escheated"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Joined(Event):
    """`about` leads to `kept_id` from now on; what was free on it has gone there, but for what its ceiling refused."""

    kind: ClassVar[str] = "accounts.joined"
    kept_id: UUID
    moved_cents: int
    withheld_cents: int


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Rights written on this account went to the account `to_id` of another person, whose they were."""

    kind: ClassVar[str] = "accounts.handed_over"
    to_id: UUID
    moved_cents: int
    rights: int


@dataclass(frozen=True, kw_only=True)
class Gathered(Event):
    """What came back to a joined account later has gone on to `kept_id`."""

    kind: ClassVar[str] = "accounts.gathered"
    kept_id: UUID
    moved_cents: int


@dataclass(frozen=True, kw_only=True)
class Parted(Event):
    """`about` is an account of its own again; `shortfall_cents` had been spent meanwhile and could not come back."""

    kind: ClassVar[str] = "accounts.parted"
    kept_id: UUID
    returned_cents: int
    shortfall_cents: int


@dataclass(frozen=True, kw_only=True)
class DeathsTold(Event):
    """Deaths that may be of holders wait to be confirmed; `about` is the id of the operation."""

    kind: ClassVar[str] = "accounts.deaths_told"
    count: int


@dataclass(frozen=True, kw_only=True)
class DeathAnswered(Event):
    """The death that waited (`about`, the doubtful identity) was this account's holder's, or nobody's of ours."""

    kind: ClassVar[str] = "accounts.death_answered"


@dataclass(frozen=True, kw_only=True)
class DeathDoubted(Event):
    """The State's register says that the holder may be dead; an agent will say."""

    kind: ClassVar[str] = "accounts.death_doubted"


@dataclass(frozen=True, kw_only=True)
class GrantProposed(Event):
    """A right of more than one agent may write alone waits for a second person."""

    kind: ClassVar[str] = "accounts.grant_proposed"
    proposal_id: UUID
    ground: str
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class GrantApproved(Event):
    kind: ClassVar[str] = "accounts.grant_approved"
    proposal_id: UUID


@dataclass(frozen=True, kw_only=True)
class GrantDeclined(Event):
    kind: ClassVar[str] = "accounts.grant_declined"
    proposal_id: UUID


@dataclass(frozen=True, kw_only=True)
class RisksTold(Event):
    """Bodies of occupational risks told of rights; `about` is the id of the operation."""

    kind: ClassVar[str] = "accounts.risks_told"
    count: int


@dataclass(frozen=True, kw_only=True)
class ProjectPaperFiled(Event):
    kind: ClassVar[str] = "accounts.project_paper_filed"
    paper_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProjectPaperLookedAt(Event):
    """An agent looked at the paper of a project; not `sound`, what was given on it is taken back."""

    kind: ClassVar[str] = "accounts.project_paper_looked_at"
    paper_id: UUID
    sound: bool
