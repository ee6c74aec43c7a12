"""What queries of the treasury answer: frozen rows. Money in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from .states import (
    BankWord,
    BatchState,
    CollectionState,
    DepositFault,
    EntryState,
    ExcessKind,
    InvoiceKind,
    InvoiceOrigin,
    InvoiceState,
    LineState,
    Outcome,
    Puzzle,
    RefundState,
    RefundWhy,
    Unpaid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionCard:
    """A payment by card as others may see it. `refunded_cents`: refunds confirmed; `refund_due_cents`: the others.

    `contested_cents`: what the payer's bank took back of it by itself.
    """

    id: UUID
    account_id: UUID
    about: UUID
    amount_cents: int
    state: CollectionState
    external_id: str
    redirect_url: str
    return_path: str
    started_at: datetime
    concluded_at: datetime | None
    refunded_cents: int
    refund_due_cents: int
    contested_cents: int = 0
    contested_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundCard:
    """What is given back on a card. `reason` is the provider's word when it came back; `attempt` counts from 1.

    `contested_cents` is what the payer's bank had taken back of that payment by itself.
    """

    id: UUID
    collection_id: UUID
    account_id: UUID
    about: UUID
    amount_cents: int
    why: RefundWhy
    state: RefundState
    reason: str
    attempt: int
    due_at: datetime
    done_at: datetime | None
    refused_at: datetime | None
    note: str
    noted_by: str
    note_shown: bool
    contested_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcessCard:
    """What went back of a payment more than was owed, and waits for a person.

    `note` by `noted_by`: what a person had written of a refund that arrived after that.
    """

    id: UUID
    kind: ExcessKind
    about: UUID
    amount_cents: int
    found_at: datetime
    note: str
    noted_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the card provider answered when asked about a collection."""

    collection_id: UUID
    outcome: Outcome
    external_id: str


@dataclass(frozen=True, slots=True)
class CollectedFor:
    """Whose account and which purchase a card payment is for, and its amount."""

    account_id: UUID
    about: UUID
    amount_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What telling the outcome of a payment did: the state now, and whether this telling was the first.

    `late`: the money came when it was no longer expected, and its refund is already due.
    """

    collection_id: UUID
    about: UUID
    state: CollectionState
    news: bool
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Billed:
    """The training that an invoice is for, as ordered: `number` is the file's, `rate_percent` what was followed."""

    title: str
    number: str
    starts_on: date
    ends_on: date | None = None
    hours: int = 0
    rate_percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceCard:
    """What is owed to a training body for an enrolment. `batch_id` once it is in a batch.

    `net_cents` and `tax_cents` add up to the amount; `deducted_cents` is what its credit notes had taken back of it
    before it was sent; `has_file`: it can be had as an electronic invoice. Of a body that makes its own, `number` is
    ours until it is deposited (`awaits_deposit`).
    """

    id: UUID
    number: str
    provider_id: UUID
    account_id: UUID
    about: UUID
    kind: InvoiceKind
    amount_cents: int
    deducted_cents: int
    net_cents: int
    tax_cents: int
    has_file: bool
    origin: InvoiceOrigin
    awaits_deposit: bool
    issued_on: date
    payable_by: date
    state: InvoiceState
    batch_id: UUID | None
    batch_number: str
    paid_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDeposit:
    """What the invoice that a body makes itself has to say, to the cent. `type_codes` are those of UNTDID 1001."""

    invoice_id: UUID
    about: UUID
    kind: InvoiceKind
    type_codes: tuple[str, ...]
    order: str
    title: str
    seller_name: str
    seller_siret: str
    buyer_name: str
    buyer_siret: str
    net_cents: int
    tax_cents: int
    amount_cents: int
    rate_permille: int
    owed_since: date
    payable_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong with a deposited invoice: what was expected and what was found; a whole number is cents."""

    what: DepositFault
    expected: str | int | date = ""
    found: str | int | date = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositedFile:
    """An invoice as its body deposited it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """One transfer of a batch: a body, its account (masked), the sum of its invoices.

    Rejected or returned it has a day, a `reason` (ISO external code) and the numbers of what it had `carried`;
    `blames_account`: its account is why, and is not paid again unless `retried`. It is for `count` invoices, of which
    `invoices`, or `carried`, are the first ones.
    """

    id: UUID
    provider_id: UUID
    payee: str
    iban_masked: str
    bic: str
    amount_cents: int
    end_to_end_id: str
    invoices: tuple[InvoiceCard, ...]
    count: int
    state: LineState
    returned_on: date | None
    reason: str
    carried: tuple[str, ...]
    blames_account: bool
    retried: bool
    #: Who took the files in which a bank tells of it: none of them decides that its account is paid again.
    told_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCard:
    """A batch of payouts. `prepared_by` and `approved_by` are actors' keys; `sha256` is the file's. `accepted_at`: when
    the bank's answer to the order was read, which executes nothing yet.

    `lines` is one of its `pages`; of the transfers, `returned` came back, and the others are worth `ordered_cents`.
    """

    id: UUID
    number: str
    state: BatchState
    until: date
    prepared_by: str
    prepared_at: datetime
    approved_by: str
    approved_at: datetime | None
    execute_on: date | None
    paid_on: date | None
    total_cents: int
    count: int
    sha256: str
    lines: tuple[LineCard, ...] = ()
    pages: int = 1
    returned: int = 0
    ordered_cents: int = 0
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAsideCard:
    """An invoice that a batch left aside when it was prepared, and why."""

    invoice_id: UUID
    number: str
    provider_id: UUID
    about: UUID
    amount_cents: int
    why: Unpaid
    also: tuple[Unpaid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What one provider waits for, and why: every reason, of which `why` is the first to deal with."""

    provider_id: UUID
    why: Unpaid
    count: int
    cents: int
    also: tuple[Unpaid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayableSum:
    """What waits to be paid until a day: what can be, and what cannot, by provider and reason."""

    payable_cents: int
    payable_count: int
    waiting_cents: int
    waiting_count: int
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """What one body is owed, in cents: not due yet, then 1 to 30 days late, 31 to 60, 61 to 90, more."""

    provider_id: UUID
    count: int
    cents: int
    classes_cents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BankEntryCard:
    """One thing that the bank told, and what became of it. `settled_by` is an actor's key."""

    id: UUID
    file_id: UUID
    place: int
    word: BankWord
    amount_cents: int | None
    booked_on: date | None
    reference: str
    order_id: str
    end_to_end_id: str
    reason: str
    words: str
    state: EntryState
    puzzle: Puzzle | None
    batch_id: UUID | None
    batch_number: str
    answer: str
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFileCard:
    """A file of the bank: balances in cents and days when it is a statement; how many entries, how many to look at."""

    id: UUID
    name: str
    form: str
    message_id: str
    opening_cents: int | None
    closing_cents: int | None
    first_day: date | None
    last_day: date | None
    received_by: str
    received_at: datetime
    entries: int
    to_look_at: int
