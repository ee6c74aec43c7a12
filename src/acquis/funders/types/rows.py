"""What queries answer about funders, and what a decision is made of: frozen rows, cents, days of Paris."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from acquis.rules.types import Action

from .states import AidAct, AidSide, AidState, ConventionState, FunderKind, Funding, No, PromiseState, Unspent
from .terms import Criterion, Instruction, Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The facts of one purchase on a day. Empty text, an empty tuple or None: not known.

    `tense` says whether the training leads to a job in tension in the region of the holder's home.
    """

    on: date
    age: int | None = None
    region: str = ""
    department: str = ""
    jobseeker: bool = False
    low_qualified: bool = False
    disabled: bool = False
    action: Action
    certification: str = ""
    level: int | None = None
    formacodes: tuple[str, ...] = ()
    romes: tuple[str, ...] = ()
    tense: bool | None = None
    provider_siret: str = ""
    training_department: str = ""
    modality: str = ""
    hours: int | None = None
    price_cents: int
    remaining_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A condition, whether it held, and the value that was found (None: not known). `public` names its public."""

    criterion: Criterion
    held: bool
    found: tuple[str | int, ...] | None
    public: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one convention answers to one purchase: how much (0: nothing, and `no` says why), and every reason.

    The amount is in cents.
    """

    convention_id: UUID
    envelope_id: UUID
    funder_id: UUID
    funder: str
    kind: FunderKind
    purpose: str
    amount_cents: int
    no: No | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """What a convention would pay of a purchase, from the purse that its promise will open.

    `request_id`: the request by which an agent granted it; its money is set aside, and no longer in the envelope.
    """

    purse_id: UUID
    decision: Decision
    amount_cents: int
    request_id: UUID | None = None

    @property
    def drawn_from(self) -> UUID:
        """The owner of the accounts that pay it."""
        return self.request_id or self.decision.envelope_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """An aid that an agent of its funder would decide: at most how much, by which day to ask, when the answer comes.

    Days are the last ones, whole. `asked`: it was asked for this enrolment before.
    """

    decision: Decision
    amount_cents: int
    instruction: Instruction
    ask_by: date
    answer_by: date
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCourse:
    """The training and its price as the funder reads them: what was asked for on the day of the request; cents."""

    number: str
    title: str
    certification: str
    provider: str
    place: str
    starts_on: date
    ends_on: date | None
    hours: int
    price_cents: int
    rights_cents: int
    others_cents: int
    holder_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AidRow:
    """A request for an aid, in a list. `due_on`: the last day of its answer, or of the document that is missing."""

    id: UUID
    convention_id: UUID
    purpose: str
    funder: str
    enrolment_id: UUID
    state: AidState
    course: AskedCourse
    asked_cents: int
    granted_cents: int | None
    asked_at: datetime
    due_at: datetime | None
    due_on: date | None
    decided_at: datetime | None
    by_silence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AidFile:
    """A file that goes with what was said; `wanted` is the document that it answers for."""

    id: UUID
    wanted: str
    name: str
    media_type: str
    size: int
    scanned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AidSaid:
    """One thing said or done in a request."""

    act: AidAct
    side: AidSide
    at: datetime
    words: str
    files: tuple[AidFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AidDetails:
    """A request whole, as its reader may see it."""

    row: AidRow
    instruction: Instruction
    reasons: tuple[Reason, ...]
    public: str
    said: tuple[AidSaid, ...]
    may: frozenset[AidAct]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunderCard:
    """A funder. `region` is the INSEE code of a region, empty for the others."""

    id: UUID
    kind: FunderKind
    name: str
    siret: str
    region: str
    registered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetCard:
    """An envelope: what it was given, what is free, asked of agents, promised, spent; cents.

    `budget_cents` is what was agreed. ``provided = free + asked + promised + spent + refunded``.
    """

    budget_cents: int
    provided_cents: int
    free_cents: int
    asked_cents: int
    promised_cents: int
    spent_cents: int
    refunded_cents: int
    promises: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionCard:
    """A version of a convention."""

    id: UUID
    funder: FunderCard
    number: str
    version: int
    state: ConventionState
    terms: Terms
    starts_on: date
    ends_on: date
    budget_cents: int
    funding: Funding
    unspent: Unspent
    envelope_id: UUID
    drafted_at: datetime
    submitted_at: datetime | None
    approved_at: datetime | None
    reason: str
    amends_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionCard:
    """Money that came into an envelope, or left it for its funder (negative); cents."""

    reference: str
    amount_cents: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """A promise as its funder may see it: no name. `amount_cents` was promised, `returned_cents` came back of it."""

    id: UUID
    enrolment_id: UUID
    amount_cents: int
    returned_cents: int
    state: PromiseState
    public: str
    promised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCard:
    """A promise as its funder's machines read it: no name, `enrolment_id` says nothing of who it is."""

    id: UUID
    convention_id: UUID
    enrolment_id: UUID
    state: PromiseState
    amount_cents: int
    returned_cents: int
    public: str
    promised_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisePlace:
    """A promise of one enrolment: whose, under which convention, where it stands; cents."""

    id: UUID
    funder_id: UUID
    convention_id: UUID
    enrolment_id: UUID
    state: PromiseState
    amount_cents: int
    returned_cents: int
