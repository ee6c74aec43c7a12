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
