"""What others may hold of requests, messages and issued statements: states, acts, refusals, frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from acquis.people.types import ProofFile as ProofFile

from .kinds import TO_ALL_MANAGERS as TO_ALL_MANAGERS
from .kinds import Kind as Kind

MOST_PROOFS = 3
LONGEST_WORDS = 4_000


class Topic(StrEnum):
    """What somebody says is wrong."""

    HOURS = "hours"
    YEAR_MISSING = "year_missing"
    SITUATION = "situation"
    TOP_UP = "top_up"
    TRAINING_MONEY = "training_money"
    OTHER = "other"


class Recipient(StrEnum):
    """Who can correct it: what was declared, its employer; the rest, the operator."""

    EMPLOYER = "employer"
    OPERATOR = "operator"


#: What only the one who declared it may change.
DECLARED = frozenset({Topic.HOURS, Topic.YEAR_MISSING})


class State(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    TAKEN = "taken"
    RELAYED = "relayed"
    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"


class Act(StrEnum):
    """What is done about a request, and by whom: holder or agent."""

    OPEN = "open"
    TAKE = "take"
    RELAY = "relay"
    ASK = "ask"
    REPLY = "reply"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Outcome(StrEnum):
    """What the answer gives."""

    CORRECTED = "corrected"
    EXPLAINED = "explained"
    REFUSED = "refused"


class Channel(StrEnum):
    """By which way a message leaves; it can be read on the site whatever the way."""

    EMAIL = "email"
    TEXT = "text"


class SendingState(StrEnum):
    """Where a message stands on its way."""

    WAITING = "waiting"
    SENT = "sent"
    #: No address, or not wanted any more when its turn came.
    LEFT = "left"
    FAILED = "failed"


class Paper(StrEnum):
    """What was given on paper under a code."""

    STATEMENT = "paper_statement"
    ATTENDANCE = "paper_attendance"
    ORDER = "paper_order"
    CONTRACT = "paper_contract"
    COMPLETION = "paper_completion"


#: The papers of an enrolment that are kept as they were issued, and what their numbers begin with.
KEPT_PAPERS = {Paper.ORDER: "BC", Paper.CONTRACT: "CF", Paper.COMPLETION: "CR"}


class Refusal(StrEnum):
    """Why an act of this context was refused."""

    NOT_ALLOWED = "support.not_allowed"
    INQUIRY_UNKNOWN = "support.inquiry_unknown"
    COMPANY_UNKNOWN = "support.company_unknown"
    MESSAGE_UNKNOWN = "support.message_unknown"
    NOT_NOW = "support.not_now"
    WORDS_MISSING = "support.words_missing"
    WORDS_TOO_LONG = "support.words_too_long"
    TOO_MANY_PROOFS = "support.too_many_proofs"
    ANOTHER_CONTENT = "support.another_content"
    NOT_DECLARED = "support.not_declared"
    NO_RECORD = "support.no_record"
    NO_ORDER = "support.no_order"
    NOTHING_FOLLOWED = "support.nothing_followed"
    PAPER_UNKNOWN = "support.paper_unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofCard:
    """A file attached: its size in bytes, not what is in it. `scanned`: a virus scanner found nothing in it."""

    id: UUID
    name: str
    media_type: str
    size: int
    scanned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCard:
    """One thing done about a request. `by` is a role and an opaque id; `words` what was written, if anything."""

    act: Act
    at: datetime
    by: str
    by_holder: bool
    words: str
    proofs: tuple[ProofCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRow:
    """A request in a list. `due_on` is the last day of the promised delay; `year` and `line` what it is about."""

    id: UUID
    number: str
    account_id: UUID
    person_id: UUID
    topic: Topic
    recipient: Recipient
    state: State
    year: int | None
    opened_at: datetime
    due_on: date
    taken_by: str
    outcome: Outcome | None
    #: The company that is asked on its pages; None when there is none.
    company_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryDetails:
    """A request whole. `line`: the movement's reference; `about`: the enrolment; `employer`: as the holder wrote it."""

    row: InquiryRow
    line: str
    about: UUID | None
    employer: str
    entries: tuple[EntryCard, ...]
    may: frozenset[Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOfInquiries:
    """One page of the queue, and how many there are in all and by state."""

    rows: tuple[InquiryRow, ...]
    total: int
    page: int
    per_page: int
    counts: dict[State, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """A message to a holder or a training body; `values` are figures, days and opaque ids that complete its words."""

    id: UUID
    person_id: UUID | None
    provider_id: UUID | None
    kind: Kind
    values: dict[str, Any]
    about: UUID | None
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingCard:
    """A message on its way: for the demonstration's page, and for who watches the sending."""

    id: UUID
    message: MessageCard
    channel: Channel
    state: SendingState
    attempts: int
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """By which ways a person wants to be told; e-mail unless they said no, text messages only if they said yes."""

    email: bool = True
    text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """One part of a paper, all text: named facts, amounts (the last is the sum), then sentences."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    amounts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSaid:
    """What a paper of an enrolment says, for ever. `initials` are the holder's; `issuer` and `subject` name nobody."""

    paper: str
    title: str
    number: str
    issuer: str
    subject: str
    initials: str
    dates: str
    sections: tuple[PaperSection, ...]
    rate_percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCard:
    """A paper of an enrolment in a list; `latest`: no later one takes its place."""

    id: UUID
    paper: Paper
    number: str
    code: str
    digest: str
    issued_at: datetime
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCard:
    """What can be said of a paper to whoever holds its code: nothing that names anybody.

    `rate_percent` and `digest` (that of the last line) are those of a record of attendance, the rate None when nothing
    was planned; balance, year and extent those of a statement. `kept` and `said` are those of a paper of an enrolment.
    """

    code: str
    paper: Paper
    issued_at: datetime
    lines: int
    balance_cents: int
    year: int | None
    whole_account: bool
    rate_percent: int | None = None
    digest: str = ""
    kept: PaperCard | None = None
    said: PaperSaid | None = None
