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
