"""What others may hold of the ledger: accounts of the house, transfers, balances, movements, refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import NewType
from uuid import UUID, uuid5

LedgerAccountId = NewType("LedgerAccountId", UUID)

#: The owner of what belongs to no holder: the house's accounts, and transfers between two of them.
HOUSE_OWNER = UUID(int=0)

_NAMES = UUID("7a1c6f0e-3b52-5d0a-9f4e-1c0de5ac9a15")


class Unit(StrEnum):
    """What an account counts, in hundredths."""

    EUR = "eur"
    HOUR = "hour"


class House(StrEnum):
    """The State's own accounts. They have no limit and no balance row: everybody touches them.

    In euros, but for those of `IN_HOURS`. What is converted passes through the two `…_CONVERTED`, each in its unit.
    """

    RIGHTS_ISSUED = "rights_issued"
    TOP_UPS_RECEIVED = "top_ups_received"
    COMMITMENTS = "commitments"
    CARD_CLEARING = "card_clearing"
    REFUNDS_DUE = "refunds_due"
    LAPSED_RIGHTS = "lapsed_rights"
    PAYOUTS_IN_TRANSIT = "payouts_in_transit"
    BANK = "bank"
    RIGHTS_CONVERTED = "rights_converted"
    ESCHEAT_DUE = "escheat_due"
    HOURS_ISSUED = "hours_issued"
    HOURS_CONVERTED = "hours_converted"
    HOURS_LAPSED = "hours_lapsed"
    JOINED_ACCOUNTS = "joined_accounts"
    JOINED_HOURS = "joined_hours"
    FUND_RECEIVABLE = "fund_receivable"
    FUND_RESOURCES = "fund_resources"
    FEES = "fees"
    TO_CLEAR = "to_clear"
    FUNDERS_MONEY = "funders_money"
    FUNDERS_PROMISED = "funders_promised"


#: The State's accounts that count hours.
IN_HOURS = frozenset({House.HOURS_ISSUED, House.HOURS_CONVERTED, House.HOURS_LAPSED, House.JOINED_HOURS})


@cache
def house(account: House) -> LedgerAccountId:
    """The id of one of the State's accounts, the same everywhere and for ever."""
    return LedgerAccountId(uuid5(_NAMES, f"house/{account.value}"))


def provider_payable(provider_id: UUID) -> LedgerAccountId:
    """The id of what we owe a provider, the same that the database makes when the account is opened."""
    digest = sha256(_NAMES.bytes + f"provider/{provider_id}".encode()).digest()[:16]
    free = int.from_bytes(digest, "big") & ~(0xF << 76) & ~(0x3 << 62)
    return LedgerAccountId(UUID(int=free | 0x8 << 76 | 0x2 << 62))


class Code(StrEnum):
    """Why money moved."""

    YEARLY_CREDIT = "yearly_credit"
    TOP_UP = "top_up"
    COMMITMENT = "commitment"
    HOLDER_PAYMENT = "holder_payment"
    HOLDER_REFUND = "holder_refund"
    SETTLEMENT = "settlement"
    DEPOSIT = "deposit"
    RETURNED = "returned"
    LAPSED = "lapsed"
    CREDIT_NOTE = "credit_note"
    LATE_CANCELLATION = "late_cancellation"
    PAYOUT = "payout"
    PAYOUT_SENT = "payout_sent"
    REVERSAL = "reversal"
    CORRECTION = "correction"
    JOINED = "joined"
    GRANT = "grant"
    GRANT_WITHDRAWN = "grant_withdrawn"
    YEARLY_HOURS = "yearly_hours"
    HOURS_CORRECTION = "hours_correction"
    CONVERSION = "conversion"
    ENDED = "ended"
    ESCHEAT = "escheat"
    FUND_CALL = "fund_call"
    FUND_RECEIVED = "fund_received"
    CARD_PAID_OUT = "card_paid_out"
    FEE = "fee"
    CHARGEBACK = "chargeback"
    UNEXPLAINED = "unexplained"
    WRITTEN_OFF = "written_off"
    ENVELOPE = "envelope"
    PROMISED = "promised"
    PROMISE_RETURNED = "promise_returned"
    SET_ASIDE = "set_aside"
    FUNDER_RECEIVED = "funder_received"


class Kind(StrEnum):
    """What a row of the ledger does. Nothing is ever changed: a reservation's end is a row that follows it."""

    POSTED = "posted"
    RESERVED = "reserved"
    POST_RESERVED = "post_reserved"
    RELEASED = "released"


class MovementState(StrEnum):
    """Where a movement stands for the reader of a statement."""

    POSTED = "posted"
    RESERVED = "reserved"
    RELEASED = "released"


class Refusal(StrEnum):
    """Why the ledger refuses; nothing was written."""

    #: The transfer itself is not well formed: amount not above 0, both sides equal, no reference.
    NOT_A_TRANSFER = "ledger_not_a_transfer"
    #: This reference already stands for something else.
    REFERENCE_REUSED = "ledger_reference_reused"
    #: A side of the transfer is no account, or a guarded account of another owner.
    ACCOUNT_UNKNOWN = "ledger_account_unknown"
    #: An account was opened before with another owner or unit, or without a limit.
    ACCOUNT_DIFFERS = "ledger_account_differs"
    #: Accounts counted in euros and in hours met in one batch.
    UNITS_DIFFER = "ledger_units_differ"
    #: A guarded account would have less than nothing available.
    BALANCE_TOO_LOW = "ledger_balance_too_low"
    #: No transfer has this reference.
    REFERENCE_UNKNOWN = "ledger_reference_unknown"
    #: The reference is of a transfer that reserves nothing.
    NOT_RESERVED = "ledger_not_reserved"
    #: The reservation ended before, the other way.
    NOT_PENDING = "ledger_not_pending"
    #: Only what was posted can be reversed: not an open or released reservation, not a reversal.
    NOT_POSTED = "ledger_not_posted"
    #: The transfer was reversed before, under another reference.
    ALREADY_REVERSED = "ledger_already_reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A guarded account to open: it belongs to one owner and can never have less than 0 available."""

    id: UUID
    owner: UUID
    unit: Unit = Unit.EUR


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """`amount_cents` (> 0) goes from the debit account to the credit account; unbalanced cannot be written.

    `owner` is the account of the holder concerned (`HOUSE_OWNER` when nobody is): the key of distribution.
    A guarded account only moves in transfers of its own owner. `reference` is the caller's, unique for ever:
    the same reference with the same content answers as the first time.
    """

    owner: UUID
    debit: UUID
    credit: UUID
    amount_cents: int
    code: Code
    effective_on: date
    reference: str
    about: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What a guarded account holds, in cents: ``available = posted - reserved``."""

    posted_cents: int = 0
    reserved_cents: int = 0

    @property
    def available_cents(self) -> int:
        return self.posted_cents - self.reserved_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What went through an unguarded account since the beginning, in cents; only what is posted counts."""

    debits_cents: int = 0
    credits_cents: int = 0

    @property
    def balance_cents(self) -> int:
        """Credits less debits: what the account is owed by the others."""
        return self.credits_cents - self.debits_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A transfer seen from one account: positive comes in, negative goes out.

    `reference` is the one the caller gave, also for a reservation that was posted since.
    """

    id: UUID
    account: UUID
    counterpart: UUID
    amount_cents: int
    code: Code
    effective_on: date
    recorded_at: datetime
    reference: str
    about: UUID | None
    state: MovementState


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What is published of a day: how many transfers it seals, the root of their tree, the chain. Digests in hex."""

    number: int
    #: The last day that is wholly behind it, in Paris.
    day: date
    size: int
    #: Blocks of transfers: the leaves of the tree whose root is `root`.
    blocks: int
    root: str
    previous: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a transfer stands, and the digests (hex) that lead from it to the root: `path` to that of its block, where
    it is `index` of `size`; `up` from there to the anchor's, where the block is in place `block`."""

    transfer: UUID
    anchor: int
    day: date
    index: int
    size: int
    path: tuple[str, ...]
    block: int
    up: tuple[str, ...]
