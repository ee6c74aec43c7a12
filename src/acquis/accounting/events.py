"""The facts that the books announce; each is about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class ClosingPrepared(Event):
    kind: ClassVar[str] = "accounting.closing_prepared"
    span: str
    month: date
    digest: str


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """A month, or a year, is closed for good."""

    kind: ClassVar[str] = "accounting.closed"
    span: str
    month: date
    digest: str


@dataclass(frozen=True, kw_only=True)
class ClosingDiscarded(Event):
    kind: ClassVar[str] = "accounting.closing_discarded"
    span: str
    month: date


@dataclass(frozen=True, kw_only=True)
class EntriesTaken(Event):
    """The file of entries of a closed month or year was downloaded."""

    kind: ClassVar[str] = "accounting.entries_taken"
    span: str
    month: date


@dataclass(frozen=True, kw_only=True)
class CallPrepared(Event):
    kind: ClassVar[str] = "accounting.call_prepared"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class CallApproved(Event):
    kind: ClassVar[str] = "accounting.call_approved"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class CallDiscarded(Event):
    kind: ClassVar[str] = "accounting.call_discarded"


@dataclass(frozen=True, kw_only=True)
class CallReceived(Event):
    """Money of a call is on our account; `whole`: nothing more is expected."""

    kind: ClassVar[str] = "accounting.call_received"
    amount_cents: int
    whole: bool


@dataclass(frozen=True, kw_only=True)
class FundingReceived(Event):
    """Money of a funder's convention is on our account."""

    kind: ClassVar[str] = "accounting.funding_received"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class CardReportTaken(Event):
    kind: ClassVar[str] = "accounting.card_report_taken"
    lines: int
    unreadable: int


@dataclass(frozen=True, kw_only=True)
class DifferenceTaken(Event):
    kind: ClassVar[str] = "accounting.difference_taken"


@dataclass(frozen=True, kw_only=True)
class DifferenceExplained(Event):
    kind: ClassVar[str] = "accounting.difference_explained"


@dataclass(frozen=True, kw_only=True)
class WriteOffProposed(Event):
    kind: ClassVar[str] = "accounting.write_off_proposed"
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class WriteOffDeclined(Event):
    kind: ClassVar[str] = "accounting.write_off_declined"


@dataclass(frozen=True, kw_only=True)
class WrittenOff(Event):
    """A difference is a loss (below 0) or a gain, and was told so by two persons."""

    kind: ClassVar[str] = "accounting.written_off"
    amount_cents: int
