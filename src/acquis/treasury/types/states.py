"""The words of the treasury: where collections, invoices, batches and the bank's entries stand, and why it refuses."""

from __future__ import annotations

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


#: Our word for a refund of which the card provider said nothing for days: no card refused it.
UNANSWERED = "unanswered"
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


class ExcessKind(StrEnum):
    """How more went back to a payer than was owed: two attempts at one refund both arrived, the payer's bank took
    back by itself what was refunded too, or a refund arrived after a person had written that they dealt with it."""

    REFUNDED_TWICE = "refunded_twice"
    REFUNDED_AND_TAKEN_BACK = "refunded_and_taken_back"
    ARRIVED_AFTER_NOTE = "arrived_after_note"


class InvoiceKind(StrEnum):
    """What a training body is paid for: the deposit at entry, the balance after service, a late cancellation; or what
    is taken back of a deposit (a credit note)."""

    DEPOSIT = "deposit"
    BALANCE = "balance"
    LATE_CANCELLATION = "late_cancellation"
    CREDIT_NOTE = "credit_note"


class InvoiceOrigin(StrEnum):
    """Who made an invoice: the operator in the body's name, or the body, which deposits it. Nothing else differs."""

    ISSUED = "issued_for_the_body"
    DEPOSITED = "deposited_by_the_body"


class DepositFault(StrEnum):
    """What is wrong with an invoice that a body deposits, field by field (EN 16931 in brackets on the page)."""

    NOT_AN_INVOICE = "deposit_not_an_invoice"
    PROFILE = "deposit_profile"
    SCHEMA = "deposit_schema"
    TYPE = "deposit_type"
    NUMBER_MISSING = "deposit_number_missing"
    NUMBER_USED = "deposit_number_used"
    NUMBER_OURS = "deposit_number_ours"
    DATE = "deposit_date"
    DATE_EARLY = "deposit_date_early"
    DATE_LATE = "deposit_date_late"
    CORRECTS = "deposit_corrects"
    CORRECTS_LATER = "deposit_corrects_later"
    ACCOUNT = "deposit_account"
    CURRENCY = "deposit_currency"
    ORDER = "deposit_order"
    SELLER = "deposit_seller"
    BUYER = "deposit_buyer"
    NET = "deposit_net"
    TAX = "deposit_tax"
    RATE = "deposit_rate"
    TOTAL = "deposit_total"
    DUE = "deposit_due"
    CATEGORY = "deposit_category"
    SUM_OF_LINES = "deposit_sum_of_lines"
    SUM_OF_NET = "deposit_sum_of_net"
    SUM_OF_TAX = "deposit_sum_of_tax"
    SUM_OF_BASES = "deposit_sum_of_bases"
    SUM_OF_TOTAL = "deposit_sum_of_total"
    SUM_OF_DUE = "deposit_sum_of_due"
    TAX_AT_RATE = "deposit_tax_at_rate"


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
    NOT_DEPOSITED = "not_deposited"


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
    NOTHING_TO_DEPOSIT = "treasury.nothing_to_deposit"
    DEPOSITED_ALREADY = "treasury.deposited_already"
    DEPOSIT_TOO_LARGE = "treasury.deposit_too_large"
    DEPOSIT_INFECTED = "treasury.deposit_infected"
    DEPOSIT_NOT_SCANNED = "treasury.deposit_not_scanned"
    DEPOSIT_NOT_AS_DUE = "treasury.deposit_not_as_due"
    TRANSFER_UNKNOWN = "treasury.transfer_unknown"
    ARRIVED_ALREADY = "treasury.arrived_already"
    RETURN_PATH_NOT_LOCAL = "treasury.return_path_not_local"
