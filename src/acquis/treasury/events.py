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
class RefundRefused(Event):
    """A refund came back: the card takes nothing any more. It is still owed."""

    kind: ClassVar[str] = "treasury.refund_refused"
    collection_id: UUID
    refund_id: UUID
    amount_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundRetried(Event):
    kind: ClassVar[str] = "treasury.refund_retried"
    refund_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundNoted(Event):
    """A person wrote what became of a refund that the card refused."""

    kind: ClassVar[str] = "treasury.refund_noted"
    refund_id: UUID


@dataclass(frozen=True, kw_only=True)
class CollectionContested(Event):
    """The payer's bank took a payment back by itself, whole or in part."""

    kind: ClassVar[str] = "treasury.collection_contested"
    collection_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class ExcessFound(Event):
    """More went back to a payer than was owed; `excess_kind` is an `ExcessKind`."""

    kind: ClassVar[str] = "treasury.excess_found"
    collection_id: UUID
    excess_id: UUID
    excess_kind: str
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class ExcessSettled(Event):
    """A person wrote what was done about it."""

    kind: ClassVar[str] = "treasury.excess_settled"
    excess_id: UUID


@dataclass(frozen=True, kw_only=True)
class Invoiced(Event):
    kind: ClassVar[str] = "treasury.invoiced"
    invoice_id: UUID
    provider_id: UUID
    invoice_kind: str
    amount_cents: int
    payable_by: date


@dataclass(frozen=True, kw_only=True)
class InvoiceDeposited(Event):
    """A body deposited the invoice that it makes itself: what waited for it may be paid."""

    kind: ClassVar[str] = "treasury.invoice_deposited"
    invoice_id: UUID
    provider_id: UUID
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CreditNoteIssued(Event):
    """A part of an invoice is taken back; it is deducted from what the provider is paid next."""

    kind: ClassVar[str] = "treasury.credit_note_issued"
    invoice_id: UUID
    credit_note_id: UUID
    provider_id: UUID
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class InvoiceDeducted(Event):
    """Taken back whole while a batch held it, an invoice has nothing left to pay once it is out of the batch."""

    kind: ClassVar[str] = "treasury.invoice_deducted"
    invoice_id: UUID
    provider_id: UUID


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


@dataclass(frozen=True, kw_only=True)
class PayoutsRejected(Event):
    """The bank sent every transfer of a batch back before it booked any."""

    kind: ClassVar[str] = "treasury.payouts_rejected"
    total_cents: int


@dataclass(frozen=True, kw_only=True)
class PayoutReturned(Event):
    """The transfer that carried an invoice came back: it waits to be paid again. `reason` is an ISO external code."""

    kind: ClassVar[str] = "treasury.payout_returned"
    invoice_id: UUID
    provider_id: UUID
    batch_id: UUID
    amount_cents: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayoutRetried(Event):
    """A person decided that the account to which a transfer could not go may be tried again; about the batch."""

    kind: ClassVar[str] = "treasury.payout_retried"
    provider_id: UUID
    end_to_end_id: str


@dataclass(frozen=True, kw_only=True)
class BankFileTaken(Event):
    """A file of the bank was read; about the file."""

    kind: ClassVar[str] = "treasury.bank_file_taken"
    form: str
    entries: int
    to_look_at: int


@dataclass(frozen=True, kw_only=True)
class TransferExpected(Event):
    """Somebody owes us a transfer under a label; about what it pays."""

    kind: ClassVar[str] = "treasury.transfer_expected"
    label: str
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class TransferForgotten(Event):
    """A transfer is no longer awaited; about what it would have paid."""

    kind: ClassVar[str] = "treasury.transfer_forgotten"
    label: str


@dataclass(frozen=True, kw_only=True)
class TransferReceived(Event):
    """An awaited transfer is on our account; about what it pays."""

    kind: ClassVar[str] = "treasury.transfer_received"
    label: str
    amount_cents: int
    received_on: date


@dataclass(frozen=True, kw_only=True)
class BankEntrySettled(Event):
    """A person said what an entry that nothing explained was; about its file."""

    kind: ClassVar[str] = "treasury.bank_entry_settled"
    entry_id: UUID


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """What is owed to the body about this purchase is not paid for the time being."""

    kind: ClassVar[str] = "treasury.withheld"
    provider_id: UUID


@dataclass(frozen=True, kw_only=True)
class Released(Event):
    """What was withheld about this purchase may be paid."""

    kind: ClassVar[str] = "treasury.released"
    provider_id: UUID
