"""The words in which a year of rights is explained: its regimes, their versions, the articles; part of `types`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from acquis.rules import Regime, WorkUnit

from .year_types import Cause, YearVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Where a figure of the law comes from."""

    parameter: str
    label: str
    value: str
    unit: str
    article: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyRegime:
    """Why one regime of one year gave what it gave. Every version is kept, in `history`; this is the last.

    `working` is the rule's own working, name by name, in cents unless the name says otherwise; empty when the law was
    corrected since, or when `cause` says that nothing stands.
    """

    regime: Regime
    cause: Cause
    unit: WorkUnit
    worked: str
    reference: str | None
    low_qualified: bool
    oeth: bool
    contribution_paid: bool | None
    version: int
    balance_before_cents: int
    earned_cents: int
    ceiling_cents: int
    moved_cents: int
    shortfall_cents: int
    credited_on: date
    working: dict[str, Any]
    articles: tuple[Article, ...] = ()
    history: tuple[YearVersion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why an account received what it received for a year: `granted_cents` in all, then regime by regime."""

    account_id: UUID
    year: int
    granted_cents: int
    regimes: tuple[WhyRegime, ...] = field(default_factory=tuple)

    @property
    def recomputed(self) -> tuple[date, int] | None:
        """The day on which the year last moved, and what it had given before; None when that was the first time."""
        moved = [each for of in self.regimes for each in of.history if each.moved_cents]
        last = max((each.credited_on for each in moved), default=None)
        again = [each.moved_cents for each in moved if each.version > 1 and each.credited_on == last]
        return (last, self.granted_cents - sum(again)) if last and again else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursVersion:
    """One computation of a public agent's year: what it counted, what it moved, what the year has given since."""

    version: int
    cause: Cause
    worked: str
    reference: str | None
    category_c_low_qualified: bool
    moved_hours: int
    given_hours: int
    shortfall_hours: int
    credited_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyHours:
    """Why a public agent's year gave the hours it gave: the last version, and in `history` every one.

    `full_hours` and `room_hours` are the rule's working; None when it no longer says what was credited.
    """

    account_id: UUID
    year: int
    cause: Cause
    category_c_low_qualified: bool
    is_part_time_post: bool
    balance_before_hours: int
    full_hours: int | None
    room_hours: int | None
    earned_hours: int
    ceiling_hours: int
    moved_hours: int
    shortfall_hours: int
    credited_on: date
    articles: tuple[Article, ...] = ()
    history: tuple[HoursVersion, ...] = ()
