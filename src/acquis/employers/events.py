"""The facts of companies: `about` is the company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class CompanyRegistered(Event):
    kind: ClassVar[str] = "employers.registered"


@dataclass(frozen=True, kw_only=True)
class CompanyNamed(Event):
    kind: ClassVar[str] = "employers.named"


@dataclass(frozen=True, kw_only=True)
class EstablishmentAdded(Event):
    kind: ClassVar[str] = "employers.establishment_added"
    siret: str


@dataclass(frozen=True, kw_only=True)
class EstablishmentClosed(Event):
    kind: ClassVar[str] = "employers.establishment_closed"
    siret: str
    closed_on: str


@dataclass(frozen=True, kw_only=True)
class Delegated(Event):
    """A company entrusted another one with flows, until a day."""

    kind: ClassVar[str] = "employers.delegated"
    delegation_id: UUID
    delegate_id: UUID
    flows: list[str]
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class DelegationWithdrawn(Event):
    kind: ClassVar[str] = "employers.delegation_withdrawn"
    delegation_id: UUID
    delegate_id: UUID


@dataclass(frozen=True, kw_only=True)
class InterviewsStated(Event):
    """A company stated an employee's interviews; `due_cents` is what the law makes due, 0 when nothing is."""

    kind: ClassVar[str] = "employers.interviews_stated"
    statement_id: UUID
    reviewed_on: str
    due_cents: int


@dataclass(frozen=True, kw_only=True)
class CorrectivePaid(Event):
    kind: ClassVar[str] = "employers.corrective_paid"
    statement_id: UUID
    amount_cents: int
