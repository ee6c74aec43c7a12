"""The facts of companies: `about` is the company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

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
