"""The facts of endowments; `about` is the order, or the payer for its credit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class OrderMoved(Event):
    """An order made a step: drafted, its file read, sent, paid, credited, cancelled."""

    kind: ClassVar[str] = "endowing.order_moved"
    payer_id: UUID
    act: str
    state: str
    lines: int
    total_cents: int


@dataclass(frozen=True, kw_only=True)
class CreditGranted(Event):
    kind: ClassVar[str] = "endowing.credit_granted"
    most_cents: int
