"""The facts that training bodies' context announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from acquis.journal.types import Event


@dataclass(frozen=True, kw_only=True)
class Imported(Event):
    """A list was read. `about` is the id of the reading; a body's own row says when it was last changed."""

    kind: ClassVar[str] = "providers.imported"
    created: int
    changed: int
    unchanged: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class Referenced(Event):
    kind: ClassVar[str] = "providers.referenced"


@dataclass(frozen=True, kw_only=True)
class Suspended(Event):
    kind: ClassVar[str] = "providers.suspended"
    reason: str


@dataclass(frozen=True, kw_only=True)
class Restored(Event):
    kind: ClassVar[str] = "providers.restored"


@dataclass(frozen=True, kw_only=True)
class Delisted(Event):
    kind: ClassVar[str] = "providers.delisted"
    reason: str


@dataclass(frozen=True, kw_only=True)
class BankAccountProposed(Event):
    kind: ClassVar[str] = "providers.bank_account_proposed"
    bank_account_id: UUID


@dataclass(frozen=True, kw_only=True)
class BankAccountApproved(Event):
    kind: ClassVar[str] = "providers.bank_account_approved"
    bank_account_id: UUID
    usable_from: date


@dataclass(frozen=True, kw_only=True)
class BankAccountDeclined(Event):
    kind: ClassVar[str] = "providers.bank_account_declined"
    bank_account_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayeeChecked(Event):
    """The bank of a proposed account said whether it is in the name given."""

    kind: ClassVar[str] = "providers.payee_checked"
    bank_account_id: UUID
    payee: str


@dataclass(frozen=True, kw_only=True)
class BankAccountContested(Event):
    """Somebody said that a change of account is not theirs. `put_back`: the former account is used again."""

    kind: ClassVar[str] = "providers.bank_account_contested"
    bank_account_id: UUID
    put_back: UUID | None


@dataclass(frozen=True, kw_only=True)
class VatDeclared(Event):
    """A body said what it owes of value added tax, from a day on."""

    kind: ClassVar[str] = "providers.vat_declared"
    regime: str
    rate_permille: int
    from_day: date


@dataclass(frozen=True, kw_only=True)
class BillingChosen(Event):
    """A body said whether it makes its own invoices, or has them made in its name."""

    kind: ClassVar[str] = "providers.billing_chosen"
    bills_itself: bool
