"""The words of the treasury: collections, refunds, invoices, payouts, refusals, and the frozen rows others may hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

CollectionId = NewType("CollectionId", UUID)
InvoiceId = NewType("InvoiceId", UUID)
BatchId = NewType("BatchId", UUID)


class CollectionState(StrEnum):
    """A payment by card: asked, paid, refused, too late, then perhaps to be paid back and paid back."""

    STARTED = "started"
    PAID = "paid"
    REFUSED = "refused"
    EXPIRED = "expired"
    REFUND_DUE = "refund_due"
    REFUNDED = "refunded"


class Outcome(StrEnum):
    """What the card provider says of a payment. `PENDING` changes nothing."""

    PENDING = "pending"
    PAID = "paid"
    REFUSED = "refused"


class RefundState(StrEnum):
    """Owed and asked of the card provider, accepted by it, arrived; or come back: the card took nothing."""

    DUE = "due"
    SENT = "refund_sent"
    DONE = "done"
    REFUSED = "refund_refused"


#: Still owed to the holder.
OWED_BACK = frozenset({RefundState.DUE, RefundState.SENT, RefundState.REFUSED})


class RefundWhy(StrEnum):
    """Why what a holder paid by card goes back, wholly or in part."""

    BEFORE_ENTRY = "refund_before_entry"
    LATE_CANCELLATION = "refund_late_cancellation"
    NOT_FOLLOWED = "refund_not_followed"
    EXCUSED = "refund_excused"
    TOO_LATE = "refund_too_late"
    OTHER = "refund_other"


class InvoiceKind(StrEnum):
    """What a training body is paid for: the deposit at entry, the balance after service, a late cancellation; or what
    is taken back of a deposit (a credit note)."""

    DEPOSIT = "deposit"
    BALANCE = "balance"
    LATE_CANCELLATION = "late_cancellation"
    CREDIT_NOTE = "credit_note"


class InvoiceState(StrEnum):
    """An invoice is to pay, in a batch, or paid; a credit note is deducted, and so is what it takes back whole."""

    TO_PAY = "to_pay"
    IN_BATCH = "in_batch"
    PAID = "paid"
    DEDUCTED = "deducted"


#: Nothing is left to pay of those.
SETTLED = frozenset({InvoiceState.PAID, InvoiceState.DEDUCTED})


class BatchState(StrEnum):
    """A batch of payouts: prepared by one person, approved by another, sent and paid; or given up before approval."""

    DRAFT = "draft"
    APPROVED = "approved"
    PAID = "paid"
    DISCARDED = "discarded"
    REJECTED = "rejected"


class LineState(StrEnum):
    """One transfer of a batch: ordered, refused by our bank before it was booked, or sent back by the payee's after."""

    ORDERED = "ordered"
    REJECTED = "rejected"
    RETURNED = "returned"


class Unpaid(StrEnum):
    """Why a due invoice cannot be paid today."""

    NO_ACCOUNT = "no_account"
    ACCOUNT_TOO_NEW = "account_too_new"
    NOT_PAYABLE = "not_payable"
    ACCOUNT_RETURNED = "account_returned"
    BANK_LINE_WAITS = "bank_line_waits"
    OWES_BACK = "owes_back"
    WITHHELD = "withheld"


class BankWord(StrEnum):
    """One thing that the bank tells: of an order that we sent, or of our account."""

    ORDER_ACCEPTED = "order_accepted"
    ORDER_REJECTED = "order_rejected"
    TRANSFER_REJECTED = "transfer_rejected"
    DEBIT = "debit"
    CREDIT = "credit"


class EntryState(StrEnum):
    """What became of something the bank told: matched, told before, waiting for a person, settled by one."""

    MATCHED = "matched"
    REPEATED = "repeated"
    TO_LOOK_AT = "to_look_at"
    SETTLED = "settled"


class Puzzle(StrEnum):
    """Why a person has to look at what the bank told."""

    REFERENCE_UNKNOWN = "reference_unknown"
    AMOUNT_DIFFERS = "amount_differs"
    NOT_EXPECTED = "not_expected"


class CollectionAct(StrEnum):
    PAY = "pay"
    REFUSE = "refuse"
    EXPIRE = "expire"
    PAY_LATE = "pay_late"
    OWE_BACK = "owe_back"
    PAY_BACK = "pay_back"
    OWE_AGAIN = "owe_again"


class RefundAct(StrEnum):
    SEND = "send"
    ARRIVE = "arrive"
    COME_BACK = "come_back"
    RETRY = "retry"


class InvoiceAct(StrEnum):
    PUT_IN_BATCH = "put_in_batch"
    TAKE_OUT = "take_out"
    SETTLE = "settle"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"


class BatchAct(StrEnum):
    APPROVE = "approve"
    MARK_PAID = "mark_paid"
    DISCARD = "discard"
    REJECT = "reject"


class LineAct(StrEnum):
    REJECT = "reject"
    RETURN = "return"


class Refusal(StrEnum):
    """Why an act of the treasury is refused."""

    NOT_ALLOWED = "treasury.not_allowed"
    COLLECTION_UNKNOWN = "treasury.collection_unknown"
    INVOICE_UNKNOWN = "treasury.invoice_unknown"
    BATCH_UNKNOWN = "treasury.batch_unknown"
    REFUND_UNKNOWN = "treasury.refund_unknown"
    PROVIDER_UNKNOWN = "treasury.provider_unknown"
    NOT_IN_THIS_STATE = "treasury.not_in_this_state"
    AMOUNT_NOT_POSITIVE = "treasury.amount_not_positive"
    MORE_THAN_INVOICED = "treasury.more_than_invoiced"
    ALREADY_PAID = "treasury.already_paid"
    COLLECTION_UNDER_WAY = "treasury.collection_under_way"
    OTHER_PAYMENT = "treasury.other_payment"
    MORE_THAN_PAID = "treasury.more_than_paid"
    REFERENCE_REUSED = "treasury.reference_reused"
    NOTHING_TO_PAY = "treasury.nothing_to_pay"
    SAME_PERSON = "treasury.same_person"
    TOOK_THE_FILE = "treasury.took_the_file"
    BANK_DETAILS_CHANGED = "treasury.bank_details_changed"
    FILE_NOT_VALID = "treasury.file_not_valid"
    CARD_PROVIDER_UNAVAILABLE = "treasury.card_provider_unavailable"
    DEBTOR_ACCOUNT_MISSING = "treasury.debtor_account_missing"
    LINE_UNKNOWN = "treasury.line_unknown"
    BANK_FILE_NOT_READABLE = "treasury.bank_file_not_readable"
    BANK_FILE_TOO_LARGE = "treasury.bank_file_too_large"
    BANK_FILE_OF_ANOTHER_ACCOUNT = "treasury.bank_file_of_another_account"
    ACCOUNT_RETURNED = "treasury.account_returned"
    NOT_A_RETURN = "treasury.not_a_return"
    WITHHELD = "treasury.withheld"
    TAKEN_BACK = "treasury.taken_back"
    OWES_BACK = "treasury.owes_back"
    ENTRY_UNKNOWN = "treasury.entry_unknown"
    WORDS_MISSING = "treasury.words_missing"
    CONTESTED = "treasury.contested"
    RETURN_PATH_NOT_LOCAL = "treasury.return_path_not_local"


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
    contested_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the card provider answered when asked about a collection."""

    collection_id: UUID
    outcome: Outcome
    external_id: str


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
    before it was sent; `has_file`: it can be had as an electronic invoice.
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
    issued_on: date
    payable_by: date
    state: InvoiceState
    batch_id: UUID | None
    batch_number: str
    paid_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCard:
    """One transfer of a batch: a body, its account (masked), the sum of its invoices.

    Rejected or returned it has a day, a `reason` (ISO external code) and the numbers of what it had `carried`;
    `blames_account`: its account is why, and is not paid again unless `retried`.
    """

    id: UUID
    provider_id: UUID
    payee: str
    iban_masked: str
    bic: str
    amount_cents: int
    end_to_end_id: str
    invoices: tuple[InvoiceCard, ...]
    state: LineState
    returned_on: date | None
    reason: str
    carried: tuple[str, ...]
    blames_account: bool
    retried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCard:
    """A batch of payouts. `prepared_by` and `approved_by` are actors' keys; `sha256` is the file's."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What one provider waits for, and why."""

    provider_id: UUID
    why: Unpaid
    count: int
    cents: int


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
