"""The facts that the treasury announces; `about` is the enrolment, except for batches, which are about themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class CollectionBegun(Event):
    kind: ClassVar[str] = "treasury.collection_begun"
    collection_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Collected(Event):
    """The holder's share is paid. `late`: too late, and owed back at once."""

    kind: ClassVar[str] = "treasury.collected"
    collection_id: UUID
    amount_cents: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class CollectionRefused(Event):
    kind: ClassVar[str] = "treasury.collection_refused"
    collection_id: UUID


@dataclass(frozen=True, kw_only=True)
class CollectionExpired(Event):
    kind: ClassVar[str] = "treasury.collection_expired"
    collection_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundOwed(Event):
    kind: ClassVar[str] = "treasury.refund_owed"
    collection_id: UUID
    refund_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Refunded(Event):
    kind: ClassVar[str] = "treasury.refunded"
    collection_id: UUID
    refund_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Invoiced(Event):
    kind: ClassVar[str] = "treasury.invoiced"
    invoice_id: UUID
    provider_id: UUID
    invoice_kind: str
    amount_cents: int
    payable_by: date


@dataclass(frozen=True, kw_only=True)
class Paid(Event):
    """An invoice is paid: the transfer to the provider has left the bank."""

    kind: ClassVar[str] = "treasury.paid"
    invoice_id: UUID
    provider_id: UUID
    batch_id: UUID
    amount_cents: int
    paid_on: date


@dataclass(frozen=True, kw_only=True)
class PayoutsPrepared(Event):
    kind: ClassVar[str] = "treasury.payouts_prepared"
    total_cents: int
    count: int


@dataclass(frozen=True, kw_only=True)
class PayoutsApproved(Event):
    kind: ClassVar[str] = "treasury.payouts_approved"
    total_cents: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class PayoutsDiscarded(Event):
    kind: ClassVar[str] = "treasury.payouts_discarded"


@dataclass(frozen=True, kw_only=True)
class PayoutsPaid(Event):
    kind: ClassVar[str] = "treasury.payouts_paid"
    total_cents: int
