"""What an invoice that the operator made says to whoever holds its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .states import InvoiceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedInvoice:
    """Who sells what to whom, in cents; `taken_back_cents`: what credit notes took back of it since."""

    code: str
    digest: str
    kind: InvoiceKind
    number: str
    issued_on: date
    seller: tuple[str, str]
    buyer: tuple[str, str]
    order: str
    what: str
    net_cents: int
    tax_cents: int
    exempt: bool
    taken_back_cents: int
