"""What may be done with money collected and paid."""

from .approve_payouts import approve_payouts
from .ask_outcome import OUTCOMES, ask_outcome
from .begin_collection import begin_collection
from .deposit_invoice import deposit_invoice
from .discard_payouts import discard_payouts
from .expire_collection import expire_collection
from .issue_credit_note import issue_credit_note
from .issue_invoice import issue_invoice
from .mark_paid import mark_paid
from .note_hosted_page import note_hosted_page
from .open_hosted_page import open_hosted_page
from .prepare_payouts import prepare_payouts
from .record_outcome import record_outcome
from .record_refund import record_refund
from .refund import refund
from .retry_account import retry_account
from .return_payout import return_payout
from .settle_entry import settle_entry
from .take_bank_file import MOST_BYTES, take_bank_file
from .withhold import release, withhold

__all__ = [
    "MOST_BYTES",
    "OUTCOMES",
    "approve_payouts",
    "ask_outcome",
    "begin_collection",
    "deposit_invoice",
    "discard_payouts",
    "expire_collection",
    "issue_credit_note",
    "issue_invoice",
    "mark_paid",
    "note_hosted_page",
    "open_hosted_page",
    "prepare_payouts",
    "record_outcome",
    "record_refund",
    "refund",
    "release",
    "retry_account",
    "return_payout",
    "settle_entry",
    "take_bank_file",
    "withhold",
]
