"""The facts of requests, messages and statements; `about` is the request unless said otherwise. No words, no names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    kind: ClassVar[str] = "support.opened"
    topic: str
    recipient: str
    proofs: int


@dataclass(frozen=True, kw_only=True)
class Taken(Event):
    kind: ClassVar[str] = "support.taken"


@dataclass(frozen=True, kw_only=True)
class Relayed(Event):
    kind: ClassVar[str] = "support.relayed"


@dataclass(frozen=True, kw_only=True)
class Asked(Event):
    kind: ClassVar[str] = "support.asked"


@dataclass(frozen=True, kw_only=True)
class Replied(Event):
    kind: ClassVar[str] = "support.replied"
    proofs: int


@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    kind: ClassVar[str] = "support.answered"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    kind: ClassVar[str] = "support.withdrawn"


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    kind: ClassVar[str] = "support.closed"


@dataclass(frozen=True, kw_only=True)
class StatementIssued(Event):
    """A statement was given on paper; `about` is the account."""

    kind: ClassVar[str] = "support.statement_issued"
    lines: int


@dataclass(frozen=True, kw_only=True)
class RecordIssued(Event):
    """A record of attendance was given on paper; `about` is the enrolment."""

    kind: ClassVar[str] = "support.record_issued"
    lines: int


@dataclass(frozen=True, kw_only=True)
class PaperIssued(Event):
    """A paper of an enrolment was issued and kept; `about` is the enrolment, `paper` a `Paper`."""

    kind: ClassVar[str] = "support.paper_issued"
    paper: str
    number: str


@dataclass(frozen=True, kw_only=True)
class WishesSaid(Event):
    """A person said by which ways they want to be told; `about` is the account."""

    kind: ClassVar[str] = "support.wishes_said"
    email: bool
    text: bool
