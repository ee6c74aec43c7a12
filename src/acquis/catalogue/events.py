"""The facts the catalogue announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class CertificationsImported(Event):
    """Certifications were created or changed; `about` is the report."""

    kind: ClassVar[str] = "catalogue.certifications_imported"
    codes: int


@dataclass(frozen=True, kw_only=True)
class OffersImported(Event):
    """A provider's file of offers was read; `about` is the report."""

    kind: ClassVar[str] = "catalogue.offers_imported"
    provider_id: UUID | None
    created: int
    changed: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class OfferChanged(Event):
    """What is on sale changed for these trainings (at most 500 in one fact); `about` is the cause.

    Whoever keeps an index reads these trainings again: they may be new, changed, held back or withdrawn.
    """

    kind: ClassVar[str] = "catalogue.offer_changed"
    training_ids: list[UUID]


@dataclass(frozen=True, kw_only=True)
class OfferDecided(Event):
    """A person decided whether an offer with signals is published; `about` is the training, `decision` a `Decision`.

    `signals` are the kinds that had made somebody look. Whoever watches over providers counts them.
    """

    kind: ClassVar[str] = "catalogue.offer_decided"
    provider_id: UUID
    draft_id: UUID
    decision: str
    signals: list[str]


@dataclass(frozen=True, kw_only=True)
class OfferSubmitted(Event):
    """A provider submitted an offer; with signals it `waits` for a person. `about` is the training."""

    kind: ClassVar[str] = "catalogue.offer_submitted"
    provider_id: UUID
    draft_id: UUID
    waits: bool


@dataclass(frozen=True, kw_only=True)
class OffersLeaveSoon(Event):
    """A provider is told that trainings (at most 500 in one fact) leave the shelf in `days` or fewer: `about` is it."""

    kind: ClassVar[str] = "catalogue.offers_leave_soon"
    days: int
    training_ids: list[UUID]
