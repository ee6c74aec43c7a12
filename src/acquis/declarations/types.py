"""The words of the declarations: sources, grounds of absence, refusals, and the frozen records others may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from acquis.accounts.types import GrantGround, YearColumns, YearRow
from acquis.people.types import CivilIdentity
from acquis.rules import Regime, WorkUnit


class Source(StrEnum):
    """From which kind of file a fact comes."""

    DSN = "dsn"
    SUMMARY = "summary"
    DEATHS = "deaths"
    ENDOWMENTS = "endowments"
    RISKS = "risks"
    ENGAGEMENT = "engagement"


class Level(StrEnum):
    """What a finding is about, and so what its refusal costs."""

    FILE = "file"
    DECLARATION = "declaration"
    INDIVIDUAL = "individual"
    CONTRACT = "contract"


class State(StrEnum):
    """A file is being read, was read, or could not be read at all."""

    READING = "reading"
    READ = "read"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why an act of this context was refused, or a file not read."""

    NOT_ALLOWED = "declarations.not_allowed"
    FILE_EMPTY = "declarations.file_empty"
    FORMAT_UNKNOWN = "declarations.format_unknown"
    NO_FILE_OF_DEATHS = "declarations.no_file_of_deaths"
    IMPORT_UNKNOWN = "declarations.import_unknown"
    IMPORT_CLOSED = "declarations.import_closed"
    NO_ENDOWMENTS = "declarations.no_endowments"
    NO_RISK_RIGHTS = "declarations.no_risk_rights"
    NO_ENGAGEMENT = "declarations.no_engagement"
    LINES_CHANGED = "declarations.lines_changed"
    LINES_OF_BOTH = "declarations.lines_of_both"


class Ground(StrEnum):
    """Why somebody was absent, in the words of `rules` (`counted_absences`) and beyond."""

    MATERNITY = "maternity"
    PATERNITY = "paternity"
    ADOPTION = "adoption"
    PARENTAL_PRESENCE = "parental_presence"
    CARER = "carer"
    PARENTAL_EDUCATION = "parental_education"
    WORK_ACCIDENT = "work_accident"
    OCCUPATIONAL_DISEASE = "occupational_disease"
    TRANSITION_PROJECT = "transition_project"
    COMMUTING_ACCIDENT = "commuting_accident"
    ILLNESS = "illness"
    PAID_LEAVE = "paid_leave"
    PARTIAL_WORK = "partial_work"
    OTHER = "other"


class Origin(StrEnum):
    """What gave the time counted: activity (block 53), hours of the pay (51), the contract (40), pay, a summary."""

    ACTIVITY = "activity"
    HOURS_PAID = "hours_paid"
    CONTRACT = "contract"
    PAY = "pay"
    SUMMARY = "summary"


class Kind(StrEnum):
    """For whom a yearly summary speaks: the bodies that have no DSN."""

    EMPLOYER = "employeur"
    HOUSEHOLD = "particulier_employeur"
    CHILDMINDER = "assistant_maternel"
    FARM = "agricole"
    PERFORMER = "spectacle"
    SEAFARER = "marin"
    SELF_EMPLOYED = "independant"
    PUBLIC = "public"
    SHELTERED = "esat"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPerson:
    """Who a declaration speaks of. `nir` has its fifteen characters, or is empty; `ntt` is a provisional number.

    Nothing of it is ever shown, logged or kept here: it goes to `people`, which answers with an opaque id.
    """

    nir: str = field(default="", repr=False)
    ntt: str = field(default="", repr=False)
    civil: CivilIdentity = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """An absence within a period: days of the calendar, both ends included, or a `time` in hundredths of the unit."""

    ground: Ground
    days: int = 0
    time: int = 0
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a declaration says of one contract over one period; numbers in hundredths of `unit`, pay in cents.

    `paid` is the time paid (or the pay); None when only the contract tells: then `quantity`, the contract's time for
    a whole span, counts by `present_days` of `span_days`. `reference` is a full year in the same unit; None is the
    law's own. `key` tells the line from the others of its declaration, whatever the sending; `order` is its own rank
    of sending where lines are sent one by one.
    """

    key: str
    contract: str
    contract_from: date
    contract_to: date | None
    period_from: date
    period_to: date
    regime: Regime
    unit: WorkUnit
    origin: Origin
    paid: int | None
    quantity: int | None
    reference: int | None
    present_days: int
    span_days: int
    absences: tuple[Absence, ...] = ()
    oeth: bool = False
    contribution_paid: bool | None = None
    category_c: bool = False
    incomplete_post: bool = False
    siret: str = ""
    kind: str = ""
    order: int | None = None
    cancelled: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Individual:
    """One individual of a file: rank in the file, line where they begin, who, which work. `young`: an apprentice."""

    rank: int
    line: int
    person: DeclaredPerson
    works: tuple[Work, ...]
    young: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The declaration a group of individuals belongs to.

    `lineage` names what is declared (employer, period, fraction), whatever the sending; `order` grows with each
    sending; `replaces` says that this sending takes the place of the former ones, `cancels` that it only removes them.
    """

    source: Source
    lineage: str
    order: int
    siret: str
    employer: str
    period_from: date
    period_to: date
    replaces: bool = False
    cancels: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding as it is kept: its code and the values of its sentence, which is made when somebody reads it."""

    level: Level
    code: str
    words: dict[str, str]
    blocking: bool
    line: int | None = None
    rubric: str = ""
    declaration: str = ""
    individual: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found: where in the file, its code, a sentence. `individual` is a rank, never a number or name.

    `blocking` says that what the level names was not taken.
    """

    level: Level
    code: str
    sentence: str
    blocking: bool
    line: int | None = None
    rubric: str = ""
    declaration: str = ""
    individual: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a file. `counts` maps "<noun>.<verb>" to a number; `findings` are the first of them."""

    id: UUID
    source: Source
    state: State
    format: str
    encoding: str
    file_name: str
    sha256: str
    counts: dict[str, int]
    findings: tuple[Finding, ...]
    findings_total: int
    blocking_total: int
    refusal: Refusal | None
    read_at: datetime
    ended_at: datetime | None
    read_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLine:
    """One declared line of an account's year, as a page explains it.

    `counted` and `reference` are numbers written in `unit` (``"803.5"``, for pay in euros), `absences` the time that
    counts, ground by ground, with whether it counts; `share` is (part, whole) of a full year, exact. `reference_given`
    is False when the law's own full year is taken. `former` is what the version before counted, None without one.
    """

    employer: str
    siret: str
    kind: Kind | None
    contract: str
    contract_from: date
    contract_to: date | None
    period_from: date
    period_to: date
    regime: Regime
    unit: WorkUnit
    origin: Origin
    counted: str
    reference: str
    reference_given: bool
    share: tuple[int, int]
    absences: tuple[tuple[Ground, int, str, bool], ...]
    oeth: bool
    contribution_paid: bool | None
    withdrawn: bool
    version: int
    reference_number: str
    received_at: datetime
    former: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredYear:
    """An account's year under one regime: what is credited from (`worked` of `reference`), and line by line."""

    regime: Regime
    unit: WorkUnit
    worked: str
    reference: str | None
    lines: tuple[DeclaredLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What is declared of the next accounts of a run: the last of them (None: there are none), and how many they are.

    `facts` count in euros (None: there are none), `service` are the years of public agents, in the order of accounts.
    """

    last: UUID | None
    accounts: int
    facts: YearColumns | None
    service: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkGroup:
    """The declared work of an account for one employer, contract and year; `keys` name its lines.

    `id` is the same as long as year, employer and contract are. `employer` is empty when the declaration names none.
    """

    id: str
    year: int
    regime: Regime
    employer: str
    contract: str
    period_from: date
    period_to: date
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endowment:
    """One line of an employer's list: whose (`nir`, fifteen characters), on what ground, how much, and the facts.

    `ground` None is a payment of the employer's own will (L6323-4). `facts` are those of `accounts.actions`, the
    payment's reference among them; `amount_cents` is what the line says, to the cent.
    """

    line: int
    rank: int
    nir: str
    ground: GrantGround | None
    amount_cents: int
    facts: dict[str, Any]
